// The bytes of a file as text.

/** By the browser's own reader, which does it beside the page's thread. */
export function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve((reader.result as string).replace(/^[^,]*,?/, ''));
    reader.onerror = () => reject(reader.error ?? new DOMException('The file could not be read.', 'NotReadableError'));
    reader.readAsDataURL(blob);
  });
}
