// What was done, state by state: undo goes back, redo forward again until something else is done.

/** More than anybody undoes; the first state, the work as it came, is never dropped. */
const statesMax = 201;

export interface HistoryRecord<T> { states: T[]; at: number }

export class History<T> {
  private states: T[];
  private at: number;

  constructor(first: T, record?: HistoryRecord<T>) {
    this.states = record && record.states.length > 0 ? record.states.slice(0, statesMax) : [first];
    this.at = Math.min(Math.max(0, record?.at ?? 0), this.states.length - 1);
  }

  get present(): T { return this.states[this.at]!; }
  get first(): T { return this.states[0]!; }
  get canUndo(): boolean { return this.at > 0; }
  get canRedo(): boolean { return this.at < this.states.length - 1; }

  do(state: T): void {
    this.states.length = this.at + 1;
    this.states.push(state);
    if (this.states.length > statesMax) this.states.splice(1, 1);
    this.at = this.states.length - 1;
  }
  /** In the place of the present state: a slider that moves is one act. */
  replace(state: T): void {
    if (this.at === 0) return this.do(state);
    this.states.length = this.at + 1;
    this.states[this.at] = state;
  }
  /** Takes back an act that failed: it cannot be redone. */
  drop(): void {
    if (this.at === 0) return;
    this.states.length = this.at;
    this.at -= 1;
  }
  undo(): boolean {
    if (!this.canUndo) return false;
    this.at -= 1;
    return true;
  }
  redo(): boolean {
    if (!this.canRedo) return false;
    this.at += 1;
    return true;
  }
  toRecord(): HistoryRecord<T> { return { states: [...this.states], at: this.at }; }
}
