// What the package takes and gives. Documents and measurements keep the names that they have in JSON (docs/formats).

/** Where a script, a module or a model comes from. */
export type Source = string | URL;
/** A file as browsers and Node have it. */
export type FileSource = Blob | ArrayBuffer | Uint8Array;

export interface CallOptions {
  /** Aborting rejects the call with `cancelled`. */
  signal?: AbortSignal;
}
export interface ProgressOptions extends CallOptions {
  /** Called with bytes (or steps) done and their total. */
  onProgress?: (done: number, total: number) => void;
}

export interface ColophonOptions {
  /** The Colophon server, "https://colophon.example". Without it everything local works; register, receipt and track need it. */
  server?: Source;
  /** Asks the site's backend for a session token (`POST /v1/sessions`); called again when the server says that one has expired. */
  getToken?: () => string | Promise<string>;
  /** Whether the reader agreed that acts are reported: asked at every one. In a browser `track()` needs it. */
  consent?: boolean | (() => boolean | Promise<boolean>);
  /** core.wasm: an address, its bytes, or a compiled module. Default: beside this script. */
  wasmSrc?: Source | ArrayBuffer | Uint8Array | WebAssembly.Module;
  /** worker.js, from the page's own origin. Default: beside this script. */
  workerSrc?: Source;
  /** False runs the core in the calling thread. Default: a worker where there is one (browsers), else the calling thread (Node). */
  worker?: boolean;
  /** The folder of ONNX Runtime Web's `ort.wasm.min.mjs`, with a slash at the end. Default: `ort/` beside this script. */
  runtimeSrc?: Source;
  /** The model's ONNX file; its card is the same address with `.card.json` for `.onnx`. Default: `models/photo-quality.onnx` beside this script. */
  modelSrc?: Source;
}

export interface Site {
  sample: boolean;
  simulated_audience: boolean;
  rank_by_quality: boolean;
  log_key: string;
  version: string;
  locales: string[];
}

export interface ImageInfo {
  width: number;
  height: number;
  format: 'jpeg' | 'png';
  /** EXIF 1 to 8; width and height are those after it was applied. */
  orientation: number;
}
export type RepairName = 'levels' | 'sharpen';
export interface Measured {
  name: 'sharpness' | 'exposure' | 'contrast' | 'colourfulness' | 'noise' | 'composition';
  value_milli: number;
  usual_low_milli: number;
  usual_high_milli: number;
  verdict: 'low' | 'usual' | 'high';
  /** A key that the locales translate. */
  advice: string;
  /** The repair that helps, or empty. */
  repair: RepairName | '';
}
/** Pixels for a canvas: `new ImageData(rgba, width, height)`. */
export interface Pixels {
  width: number;
  height: number;
  rgba: Uint8ClampedArray<ArrayBuffer>;
}
export interface Quality {
  /** 1000 to 10000: the score times a thousand. */
  mean_milli: number;
  variance_milli: number;
  /** Of the scores 1 to 10; they add up to 1,000,000. */
  probability_ppm: number[];
}

export interface ColophonImage extends Disposable {
  /** Of the picture as it was opened. */
  readonly info: ImageInfo;
  /** How many repairs can be undone. */
  readonly repairs: readonly RepairName[];
  features(options?: CallOptions): Promise<Measured[]>;
  /** Scaled down so that neither side exceeds `side` (0: full size). */
  preview(side: number, options?: CallOptions): Promise<Pixels>;
  /** Applies a repair; what follows works on the repaired picture. */
  repair(name: RepairName, options?: CallOptions): Promise<void>;
  /** Goes back to the picture before the last repair; false where there is none. */
  undo(): boolean;
  /** The model's score; loads ONNX Runtime Web and the model at the first call. */
  quality(options?: ProgressOptions): Promise<Quality>;
  /** Frees the picture's memory. Safe to call twice. */
  dispose(): void;
}

export interface TextFeatures {
  characters: number;
  han_characters: number;
  words: number;
  sentences: number;
  lines: number;
  sentence_words_mean_milli: number;
  sentence_words_max: number;
  distinct_words_milli: number;
  dialogue_milli: number;
  language: 'zh' | 'en' | 'other';
}

export interface Check {
  /** A stable identifier: "totals", "inclusion", "signature", ... */
  name: string;
  holds: boolean;
  field: string;
  detail: string;
}
export interface Report {
  kind: 'receipt' | 'statement' | 'pool-table' | 'plan';
  /** True where every check holds. */
  holds: boolean;
  checks: Check[];
  facts: Record<string, unknown>;
}
export interface VerifyOptions extends CallOptions {
  /** The pool table that the statement's rows are looked up in. */
  table?: DocumentSource;
  /** The log's key that the reader trusts ("name+hash+key"): adds the check `known-key`. */
  logKey?: string;
}
/** A document: its text, its bytes, or the parsed object. */
export type DocumentSource = string | Uint8Array | Blob | object;

export interface PlanProblem {
  works: string[];
  channels: string[];
  value: string[];
  cost: string[];
  budget: string[];
  /** On how many channels each work may be shown; without it, on all. */
  limit?: number[];
  /** Of each work, and by group the least number of showings. */
  group?: number[];
  floor?: string[];
  /** Of each work, and by category and channel (row-major) the most showings. */
  category?: number[];
  cap?: string[];
}
interface PlanRows { budgets: string[]; floors: string[]; caps: string[] }
export interface PlanCertificate {
  format: 'colophon/plan-certificate/1';
  instance: string;
  shown: string;
  value: string;
  bound: string;
  /** (bound - value) / bound in parts of 10^12. */
  gap_e12: number;
  price_bits: number;
  price: PlanRows;
  used: PlanRows;
}
export interface PlanDocument {
  format: 'colophon/plan/2';
  problem: PlanProblem;
  problem_hash: string;
  shown: string[];
  certificate: PlanCertificate;
}

/** An instance as raw arrays by their names ("values.u16", "budgets.i64", ...): docs/formats/raw-instance.md. */
export type RawArrays = Record<string, ArrayBuffer | ArrayBufferView<ArrayBuffer>>;
export interface SolveOptions extends CallOptions {
  /** How long the local search may look: cells and states. Default: 4 million, and 20,000 a limit. */
  searchWork?: number;
  seed?: number;
  /** The search ends when the gap is at most this. Default: 1e-6. */
  gap?: number;
  /** The duals of an earlier plan: they only save time. */
  warm?: string[];
}
export interface SolvedArrays {
  /** A byte an item (its channel, 255 for none), or pairs of uint32 (item, channel): `planName` says which. */
  plan: Uint8Array;
  planName: 'assignment.u8' | 'plan.u32';
  certificate: PlanCertificate;
  /** The prices of budgets, floors and caps, exact decimals. */
  duals: string[];
  passes: number;
  inner_passes_milli: number;
  steps: number;
}

export interface WorkInput {
  title: string;
  kind: 'photo' | 'drawing' | 'painting' | 'text';
  /** Default: the file's own type. */
  media_type?: string;
  /** Default: the caller alone. "self" is the party of the session. */
  shares?: { party: string; share: string }[];
  /** What the maker declares. Default: "none". */
  ai?: 'none' | 'assisted' | 'generated';
  features?: Record<string, unknown>;
}
export interface RegisterOptions extends ProgressOptions {
  /** The same key and work give the same answer. Default: a random one for this call. */
  idempotencyKey?: string;
}
export interface Registration {
  work: string;
  sha256: string;
  content_url: string;
  status_url: string;
  /** The scoring job, or null where the work is not scored. */
  job: string | null;
}
export interface ReceiptOptions extends CallOptions {
  /** How long to wait for the work to be in a checkpoint. Default: 30,000. */
  timeoutMs?: number;
}
export interface AudienceEvent {
  /** UUIDv7. Default: made now. */
  id?: string;
  type: 'view' | 'play' | 'read' | 'like' | 'comment' | 'share' | 'complete';
  work: string;
  listener?: string;
  channel?: string;
  units?: string;
  /** The page that showed the work: `page().decision`. */
  decision?: string;
}
export interface TrackOptions {
  /** True sends at once. Default: with what else happens within a second (in Node: at once). */
  now?: boolean;
}
export interface Tracked {
  /** Of the batch that these acts went with. */
  accepted: number;
  duplicates: number;
  /** Kept in this browser, because the server could not be reached: they are sent when it can. */
  waiting: number;
  /** Neither kept nor sent, because the reader did not consent. */
  withheld: number;
}
export interface PageOptions extends CallOptions {
  /** How many places the page has, 1 to 200. Default: 24. */
  limit?: number;
}
export interface PageWork {
  work: string;
  title: string;
  kind: string;
  creator: string;
  /** Its public page on the server, where it is published. */
  page_url: string | null;
}
export interface ColophonPage {
  /** Names this page in every report about it. */
  readonly decision: string;
  readonly plan: string;
  readonly channel: string;
  readonly name: string;
  readonly works: readonly PageWork[];
  /** `colophon.track()` of an act on this page. */
  track(type: AudienceEvent['type'], work: string, options?: TrackOptions): Promise<Tracked>;
  /** Reports a view once half of the element was in sight for a second; what it gives ends the watching. */
  seen(element: Element, work: string): () => void;
}

export interface Colophon extends Disposable {
  readonly version: string;
  readonly server: string | undefined;
  /** Compiles the core and starts the worker now; otherwise the first call does. */
  ready(): Promise<void>;
  image(file: FileSource, options?: CallOptions): Promise<ColophonImage>;
  text(text: string, options?: CallOptions): Promise<TextFeatures>;
  /** The SHA-256 of a file of any size, hexadecimal; the file is read in pieces. */
  sha256(file: FileSource, options?: ProgressOptions): Promise<string>;
  /** RFC 8785. */
  canonicalJson(document: DocumentSource, options?: CallOptions): Promise<string>;
  /** Checks a statement, pool table, receipt or plan on this machine, its signature included. */
  verify(document: DocumentSource, options?: VerifyOptions): Promise<Report>;
  plan(problem: PlanProblem, options?: CallOptions): Promise<PlanDocument>;
  /** The optimiser on raw arrays: large instances without JSON. */
  solveArrays(arrays: RawArrays, options?: SolveOptions): Promise<SolvedArrays>;
  /** Checks a plan's certificate against the arrays without solving. */
  checkArrays(arrays: RawArrays, certificate: DocumentSource, plan: Uint8Array, options?: CallOptions): Promise<Report>;
  /** Replays a settlement bundle (docs/formats/settlement-bundle.md), the auditor's check. */
  settle(bundle: DocumentSource, options?: CallOptions): Promise<Record<string, unknown>>;
  /** What the server says of itself. */
  site(options?: CallOptions): Promise<Site>;
  /** Hashes the file here, then registers the work and uploads its content. */
  register(work: WorkInput, file: FileSource, options?: RegisterOptions): Promise<Registration>;
  /** Waits until the work is in a checkpoint of the log and gives its receipt. */
  receipt(work: string, options?: ReceiptOptions): Promise<Record<string, unknown>>;
  /** A page of the current plan for a channel: what to show there now. Every page is drawn anew and logged. */
  page(channel: string, options?: PageOptions): Promise<ColophonPage>;
  /** Reports acts of the audience: with consent, in batches, and kept in the browser until they are delivered. */
  track(events: AudienceEvent | AudienceEvent[], options?: TrackOptions): Promise<Tracked>;
  /** `GET` or `POST` of the HTTP interface with the session's token: what has no method of its own. */
  request<T = unknown>(method: string, path: string, body?: unknown, options?: RequestOptions): Promise<T>;
  /** Frees everything and ends the worker. Safe to call twice. */
  dispose(): void;
}
export interface RequestOptions extends CallOptions {
  idempotencyKey?: string;
}
