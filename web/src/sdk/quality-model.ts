// The quality model: declared by a card (docs/formats/model-card.md), crops of a picture in, logits out.
import type { Caller } from './engine.js';
import { refusal, type Declared, type Model, type Models, type ModelSource } from './model.js';

const crop: [number, number, number] = [3, 56, 56];

export class QualityModel {
  private readonly source: ModelSource;
  private model: Model | undefined;

  constructor(private readonly models: Models, modelSrc: string) {
    this.source = { address: modelSrc.replace(/\.onnx(?=$|\?)/, '.card.json'), field: 'modelSrc', declare: (card) => declaredBy(card, modelSrc) };
  }

  async load(caller: Caller): Promise<void> {
    this.model ??= await this.models.load(this.source, caller);
  }

  /** `input`: crops x 3 x 56 x 56 float32, as the core gives it. Gives the logits, crops x 10. */
  async run(input: Uint8Array): Promise<Uint8Array> {
    const values = new Float32Array(input.buffer, input.byteOffset, input.byteLength / 4);
    const logits = await this.model!.run(values, [values.length / (crop[0] * crop[1] * crop[2]), ...crop]);
    return new Uint8Array(logits.buffer, logits.byteOffset, logits.byteLength);
  }
}

function declaredBy(card: unknown, file: string): Declared {
  const onnx = (card as { onnx?: { sha256?: unknown; bytes?: unknown } } | null)?.onnx;
  if (typeof onnx?.sha256 !== 'string') throw refusal('unknown_format', 'modelSrc', `The card beside ${file} is no model card: publish the one that came with the model.`);
  return {
    file, sha256: onnx.sha256,
    ...(typeof onnx.bytes === 'number' ? { bytes: onnx.bytes } : {}),
    inputs: [{ name: 'crops', type: 'float32', shape: ['crops', ...crop] }],
    outputs: [{ name: 'logits', type: 'float32', shape: ['crops', 10] }],
  };
}
