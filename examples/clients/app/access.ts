export { access } from '@skein/schema/access';
