// How the package's other entries reach what a Colophon works with: under Symbol.for('colophon.inside'), which is written out in each place
// so that the entries share no chunk for it.
import type { Channel } from './channel.js';
import type { ColophonOptions } from './types.js';

export interface Inside {
  channel: Channel;
  options: ColophonOptions;
  /** A worker of another package, under this one's policy of Trusted Types. */
  startWorker(address: URL): Worker;
}
