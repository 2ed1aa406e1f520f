import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

export function mount(page: ReactNode): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('expected an element #root');
  createRoot(root).render(<StrictMode>{page}</StrictMode>);
}
