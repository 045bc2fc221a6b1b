// Written into the code by build.mjs.
/** The package's version. */
declare const __COLOPHON_VERSION__: string;
/** COLOPHON_ABI_VERSION of the header that the core was built with. */
declare const __COLOPHON_ABI__: number;
/** SHA-256 of core.wasm, hexadecimal. */
declare const __CORE_SHA256__: string;
/** SHA-256 of settle.wasm, hexadecimal. */
declare const __SETTLE_SHA256__: string;
/** SHA-256 of picture.wasm, hexadecimal. */
declare const __PICTURE_SHA256__: string;
/** SHA-256 of words.wasm, hexadecimal. */
declare const __WORDS_SHA256__: string;
/** Where the SDK's worker lies, seen from the scripts of @colophon/words; empty where nobody knows. */
declare const __SDK_WORKER__: string;
/** Style sheets are imported as text. */
declare module '*.css' {
  const text: string;
  export default text;
}
