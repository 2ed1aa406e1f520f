import './workers.ts';
import 'graphiql/style.css';
import './console.css';
import './graphiql.css';
import { createRoot } from 'react-dom/client';
import { Console } from './console.tsx';

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Console />);
