// The tools that run in the worker, by name; each is made at its first call. A new one is one line here and one in tools_there.ts.
import type { WordsCore } from '../sdk/words-core.js';
import { proofreadTool } from './proofread.js';
import { WordsReader } from './reading.js';
import { typesetTool } from './typeset_tool.js';

export interface ToolContext {
  /** One instance for all tools. */
  core(): Promise<WordsCore>;
  /** A file of data/: fetched once. */
  data(name: string): Promise<Uint8Array>;
}
export type ToolMaker = (context: ToolContext) => Promise<object>;

export const toolMakers: Record<string, ToolMaker> = {
  proofread: proofreadTool,
  reading: async (context) => new WordsReader(context),
  typeset: typesetTool,
};
