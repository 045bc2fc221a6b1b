// A picture at twice its size: the core cuts it into tiles and blends the answers, the model runs in between.
import type { Caller } from './engine.js';
import { cancelled, ColophonError } from './errors.js';
import { manifestAt } from './manifest.js';
import { refusal, type Model, type Models } from './model.js';
import type { PictureCore } from './picture-core.js';

/** Progress is told in thousandths: fetching the model has the first part, the tiles the rest. */
const steps = 1_000, fetchingSteps = 200;

/** The new picture as the core gives it: width, height, RGB. */
export async function upscaled(core: PictureCore, models: Models, manifest: string, caller: Caller): Promise<Uint8Array> {
  // Refuses a picture that is too large before anything is fetched.
  const job = core.beginUpscale();
  try {
    const model = await models.load(manifestAt(manifest, 'upscale-2x', 'upscaleSrc'), {
      cancelled: caller.cancelled,
      progress: (done, total) => caller.progress(total > 0 ? Math.floor((fetchingSteps * done) / total) : 0, steps),
    });
    for (let tile = 0; tile < job.tiles; ++tile) {
      // A tile takes some hundred milliseconds of this thread: in between it hears whether the call was given up.
      await new Promise((resolve) => setTimeout(resolve));
      if (caller.cancelled()) throw cancelled();
      const answer = await answerOf(model, job.input(tile), [1, 3, job.height, job.width]);
      job.blend(tile, new Uint8Array(answer.buffer, answer.byteOffset, answer.byteLength));
      caller.progress(fetchingSteps + Math.floor(((steps - fetchingSteps) * (tile + 1)) / job.tiles), steps);
    }
    return job.finish();
  } finally {
    job.end();
  }
}

async function answerOf(model: Model, input: Uint8Array, shape: number[]): Promise<Float32Array> {
  try {
    return await model.run(new Float32Array(input.buffer, input.byteOffset, input.byteLength / 4), shape);
  } catch (cause) {
    if (cause instanceof ColophonError) throw cause;
    throw refusal('model_mismatch', 'upscaleSrc', `The model at ${model.declared.file} failed on a picture of ${shape[3]} x ${shape[2]} pixels: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}
