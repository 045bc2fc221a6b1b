// The studio in a React site. `npm run assets` has put the worker, the core and ONNX Runtime Web on this site's own origin.
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Studio } from '@colophon/sdk/react';

function App() {
  const [options, setOptions] = useState();
  const [score, setScore] = useState('');
  useEffect(() => {
    fetch('/colophon/manifest.json').then((answer) => answer.json()).then((manifest) => setOptions(manifest.options));
  }, []);
  if (!options) return <p>One moment…</p>;
  return (
    <>
      <h1>A site of mine</h1>
      <Studio options={{ ...options }} onScored={(quality) => setScore(`Scored: ${(quality.mean_milli / 1000).toFixed(1)}`)} onError={(error) => setScore(error.detail)} />
      <p>{score}</p>
    </>
  );
}

createRoot(document.getElementById('app')).render(<StrictMode><App /></StrictMode>);
