export { access } from '@skein/example-schema-tools/access';
