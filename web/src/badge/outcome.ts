// What a check of a receipt comes to. No code: the mark must not load what makes the check.
export interface BadgeCheck { name: string; holds: boolean; field: string; detail: string }
export interface BadgeInput {
  /** Addresses are absolute; `receipt` goes before the server's own address of the work's receipt. */
  receipt?: string; work?: string; server?: string; logKey?: string; tokenUrl?: string; workerSrc?: string; wasmSrc?: string;
}
export interface BadgeFacts { title: string; registeredAt: string; sha256: string; parties: { party: string; share: string }[] }
/** `key`: who named the log's key. `unreachable` says nothing of the receipt; `closed`: the server does not show it to this visitor. */
export type BadgeOutcome =
  | { state: 'holds' | 'fails'; checks: BadgeCheck[]; names: Record<string, string>; facts?: BadgeFacts; caveats?: { title: string; lines: string[] }; key: 'page' | 'server' | 'nobody'; text: string }
  | { state: 'unreachable' | 'closed'; detail: string };
