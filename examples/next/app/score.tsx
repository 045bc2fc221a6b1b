'use client';
import { useEffect, useState } from 'react';

/** Events of the elements bubble, so a client component beside the studio hears them. */
export function Score() {
  const [text, setText] = useState('');
  useEffect(() => {
    const listener = (event: Event) => setText(`Scored: ${((event as CustomEvent<{ mean_milli: number }>).detail.mean_milli / 1000).toFixed(1)}`);
    addEventListener('colophon-scored', listener);
    return () => removeEventListener('colophon-scored', listener);
  }, []);
  return <p role="status">{text}</p>;
}
