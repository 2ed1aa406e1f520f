export { preparePython } from './prepare-python.ts';
