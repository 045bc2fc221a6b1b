// What the page and the worker of a writer's tools say to each other: one message a call.
import type { ErrorRecord } from '../sdk/errors.js';

export interface WordsSetup { module: WebAssembly.Module; version: string; /** The address of data/. */ data: string }
export type ToWords = { setup: WordsSetup } | { call: number; tool: string; method: string; args: unknown[] };
export type FromWords =
  | { call: number; value: unknown }
  /** After a fatal error the module is of no more use: the page ends this worker and starts another at the next call. */
  | { call: number; error: ErrorRecord; fatal: boolean };
