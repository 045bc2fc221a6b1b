// Acts of the studio as elements of their own: the same element with one act.
import type { ActName } from './acts.js';
import { ColophonStudio } from './studio.js';

/** <colophon-coach>: measures, score, reasons and repairs. */
export class ColophonCoach extends ColophonStudio {
  protected override readonly offered: readonly ActName[] = ['coach'];
}
/** <colophon-register>: a work, its registration and the receipt. */
export class ColophonRegister extends ColophonStudio {
  protected override readonly offered: readonly ActName[] = ['prove'];
}
