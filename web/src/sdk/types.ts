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
  /** settle.wasm, fetched when a settlement is computed again: an address, its bytes, or a compiled module. Default: beside this script. */
  settleSrc?: Source | ArrayBuffer | Uint8Array | WebAssembly.Module;
  /** picture.wasm, fetched when a picture editor opens: an address, its bytes, or a compiled module. Default: beside this script. */
  pictureSrc?: Source | ArrayBuffer | Uint8Array | WebAssembly.Module;
  /** worker.js, from the page's own origin. Default: beside this script. */
  workerSrc?: Source;
  /** False runs the core in the calling thread. Default: a worker where there is one (browsers), else the calling thread (Node). */
  worker?: boolean;
  /** The folder of ONNX Runtime Web's `ort.wasm.min.mjs`, with a slash at the end. Default: `ort/` beside this script. */
  runtimeSrc?: Source;
  /** The model's ONNX file; its card is the same address with `.card.json` for `.onnx`. Default: `models/photo-quality.onnx` beside this script. */
  modelSrc?: Source;
  /** The manifest (docs/formats/model-manifest.md) of the model that upscales. Default: `models/esrgan-slim-2x.json` beside this script. */
  upscaleSrc?: Source;
}

export interface Site {
  sample: boolean;
  simulated_audience: boolean;
  rank_by_quality: boolean;
  log_key: string;
  /** The log's keys that the server vouches for: those that sign, and those that were retired in good order. */
  log_keys: string[];
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
/** One thing that a verification has shown, or cannot show. `id` is stable, `text` an English sentence. */
export interface Saying {
  id: string;
  text: string;
}
export interface Report {
  kind: 'receipt' | 'statement' | 'pool-table' | 'journal' | 'plan' | 'consistency' | 'log';
  /** True where every check holds. */
  holds: boolean;
  checks: Check[];
  facts: Record<string, unknown>;
  /** In plain words; empty where a check does not hold. */
  proven: Saying[];
  not_proven: Saying[];
}
export interface TrustOptions {
  /** The log's key that the reader trusts ("name+hash+key"), or several: adds the check `known-key`. */
  logKey?: string | string[];
  /** Logs, witnesses and a quorum of these (C2SP tlog-policy, or a list of keys): adds `known-key` and `witnesses`. Goes before `logKey`. */
  policy?: string;
}
export interface VerifyOptions extends CallOptions, TrustOptions {
  /** The pool table that the statement's rows are looked up in. */
  table?: DocumentSource;
  /** The bytes of the entry, for a .tlog-proof that does not say what its entry was made from. */
  entry?: Uint8Array;
}
export interface VerifyLogOptions extends ProgressOptions, TrustOptions {
  /** A checkpoint that the reader holds, a receipt's for example: the log must have been in that state. */
  held?: string;
}
/** A document: its text, its bytes, or the parsed object. */
export type DocumentSource = string | Uint8Array | Blob | object;

/** The files of a settlement bundle by name: "parties.csv", "works.csv", "agreements.json", ... */
export type SettlementFiles = Record<string, string | FileSource>;
export interface SettleOptions extends ProgressOptions {
  /** "2026-10"; default: that of the bundle. */
  period?: string;
  /** Agreements that were recorded later are not known: "2026-11-01T00:00:00Z". */
  as_of?: string;
}
export interface SettlementWarning { code: string; place: string; detail: string; count: number; amount_micro: string; currency: string }
export interface SettlementSummary {
  root: string;
  /** The settlement header that the log commits to. */
  settlement: Record<string, unknown>;
  pools: Record<string, unknown>[];
  statements: { party: string; name: string }[];
  warnings: SettlementWarning[];
}
export interface Settlement extends SettlementSummary, Disposable {
  /** By party id, or by place. */
  statement(party: string | number, options?: CallOptions): Promise<Record<string, unknown>>;
  /** By pool id, or by place. */
  table(pool: string | number, options?: CallOptions): Promise<Record<string, unknown>>;
  /** As ledger and hledger read it. */
  journal(options?: CallOptions): Promise<string>;
  /** Frees its memory. Safe to call twice. */
  dispose(): void;
}
export interface LocaleOptions extends CallOptions {
  /** Default: "en". */
  locale?: 'en' | 'zh-CN';
}
export interface ExplainOptions extends LocaleOptions {
  /** Which line; without: the balances and the payout. */
  line?: number;
}
export interface Explanation { title: string; amount: string; steps: { step: string; text: string; amount: string }[] }

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

export interface IsccOptions extends ProgressOptions {
  /** The work's title: with it the code has a Meta-Code. */
  name?: string;
  description?: string;
  /** The media type. Default: the file's own. It decides between plain text, HTML and Markdown. */
  type?: string;
}
/** The International Standard Content Code (ISO 24138:2024) of a file. */
export interface IsccIdentity {
  /** The composite of the units. */
  iscc: string;
  kind: 'text' | 'image' | 'audio' | 'video' | 'data';
  units: { meta?: string; content?: string; data: string; instance: string };
  /** Multihash of BLAKE3, hexadecimal. */
  datahash: string;
  filesize: number;
  /** Of a text, without white space, marks and punctuation. */
  characters?: number;
  /** Sound and film: the server computes their content unit, from the uploaded file. */
  contentOnServer?: true;
  /** Why a picture has no content unit. */
  note?: string;
}

export interface SimilarOptions extends CallOptions {
  /** The most bits of 64 that a unit may differ in, 0 to 32. Default: 12. */
  distance?: number;
  /** Default: 20. */
  limit?: number;
}
export interface SimilarWork {
  work: string;
  /** What the two likely are to each other. A hint, no proof. */
  relation: 'same_bytes' | 'same_content' | 'edited' | 'unrelated';
  units: { unit: 'text' | 'image' | 'audio' | 'video' | 'mixed' | 'data' | 'instance'; distance: number }[];
  own: boolean;
  /** Null where the work is somebody else's. */
  title: string | null;
  kind: string;
  registered_at: string;
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
  /** With the Meta-Code of the title. */
  iscc: string;
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

/** A private key that only its passphrase opens (docs/formats/key-file.md). */
export interface KeyFile {
  format: 'colophon/key/1';
  /** Hexadecimal. */
  public_key: string;
  label: string;
  kdf: { name: 'PBKDF2-SHA-256'; iterations: number; salt: string };
  cipher: { name: 'AES-256-GCM'; iv: string };
  ciphertext: string;
}
export interface StoredKey {
  file: KeyFile;
  /** Not extractable. */
  privateKey: CryptoKey;
}
export interface PartyKey {
  publicKey: string;
  label: string;
}
export interface MakeKeyOptions {
  /** Opens the key's file on another device, or after this browser has lost the key. At least 10 characters. */
  passphrase: string;
  /** Names the device, for the list of keys. */
  label?: string;
  /** True: the party has a key on another device, which has to add this one (`declare('add-key', { new_key, label })`). */
  second?: boolean;
}
/** The party's own key in this browser. It is made here and never sent. */
export interface PartyKeys {
  current(): Promise<PartyKey | undefined>;
  /** Makes a key, declares it to the server, keeps it here, and gives its file: save it, nobody else has a copy. */
  make(options: MakeKeyOptions): Promise<KeyFile>;
  import(file: KeyFile | Blob, passphrase: string): Promise<PartyKey>;
  /** The file that `make` gave. */
  export(): Promise<KeyFile>;
  /** Removes it from this browser; the party keeps it where its file is. */
  forget(): Promise<void>;
}
export interface DeclareOptions {
  idempotencyKey?: string;
}
export interface DeclaredAct {
  act: string;
  receipt_url: string;
  /** Of an acceptance: the licence that it made. */
  licence?: string;
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
  /** Checks a statement, pool table, receipt (also a .tlog-proof), consistency file or plan on this machine, its signatures included. */
  verify(document: DocumentSource, options?: VerifyOptions): Promise<Report>;
  /** Checks a whole log, as `GET /v1/log/export` and `colophon log export` give it. The file is read in pieces. */
  verifyLog(archive: FileSource, options?: VerifyLogOptions): Promise<Report>;
  plan(problem: PlanProblem, options?: CallOptions): Promise<PlanDocument>;
  /** Computes a settlement again from the files of its bundle (docs/formats/settlement-bundle.md): the auditor's check. */
  settle(files: SettlementFiles, options?: SettleOptions): Promise<Settlement>;
  /** Why this much, of a line of a statement or of its balances and payout; what it says was read, not checked: `verify` does that. */
  explain(statement: DocumentSource, options?: ExplainOptions): Promise<Explanation>;
  /** What agreements (docs/formats/agreements.md) mean, in words, one text for each. */
  explainAgreements(document: DocumentSource, options?: LocaleOptions): Promise<{ agreement?: string; pool?: string; text: string }[]>;
  /** The ISCC of a file of any size, read in pieces. */
  iscc(file: FileSource, options?: IsccOptions): Promise<IsccIdentity>;
  /** A function of ISO 24138 by its name in the reference implementation, "iscc_distance", with its arguments: core/include/colophon/iscc/call.hpp. */
  isccCall<T = unknown>(name: string, args: Record<string, unknown> | unknown[], options?: CallOptions): Promise<T>;
  /** Works on the server that are near to content that has this ISCC, or to a registered work; nearest first. */
  similar(content: { iscc: string } | { work: string }, options?: SimilarOptions): Promise<{ iscc: string; matches: SimilarWork[] }>;
  /** The optimiser on raw arrays: large instances without JSON. */
  solveArrays(arrays: RawArrays, options?: SolveOptions): Promise<SolvedArrays>;
  /** Checks a plan's certificate against the arrays without solving. */
  checkArrays(arrays: RawArrays, certificate: DocumentSource, plan: Uint8Array, options?: CallOptions): Promise<Report>;
  /** What the server says of itself. */
  site(options?: CallOptions): Promise<Site>;
  /** Hashes the file here, then registers the work and uploads its content. */
  register(work: WorkInput, file: FileSource, options?: RegisterOptions): Promise<Registration>;
  /** Waits until the work is in a checkpoint of the log and gives its receipt. */
  receipt(work: string, options?: ReceiptOptions): Promise<Record<string, unknown>>;
  readonly keys: PartyKeys;
  /** Signs an act with the party's key and sends it (docs/formats/declaration.md): "register", "terms", "offer", "accept", "claim", ... */
  declare(act: string, body: Record<string, unknown>, options?: DeclareOptions): Promise<DeclaredAct>;
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
