// Which tools the worker of this build has: worker_tools.ts. The page asks before it shows what they are for.
export const toolsThere: readonly string[] = ['proofread', 'reading', 'typeset'];
