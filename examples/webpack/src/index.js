// The element and the SDK in a site without a framework. Where `npm run assets` has put the worker, the core and ONNX Runtime Web, its manifest says;
// without it webpack's own copies of the worker and the core are found, and only the score is missing.
import { createColophon } from '@colophon/sdk';
import '@colophon/sdk/element/define';

const manifest = await fetch('colophon/manifest.json'), { options } = manifest.ok ? await manifest.json() : { options: {} };
document.querySelector('colophon-studio').options = options;

const colophon = createColophon(options), measures = document.querySelector('#measures');
const line = (text) => Object.assign(document.createElement('li'), { textContent: text });
document.querySelector('#photo').addEventListener('change', async ({ target }) => {
  try {
    const [photo] = target.files, image = await colophon.image(photo);
    const features = await image.features(), { iscc } = await colophon.iscc(photo);
    image.dispose();
    measures.replaceChildren(...features.map(({ name, value_milli, verdict }) => line(`${name}: ${value_milli / 1000} (${verdict})`)), line(iscc));
  } catch (error) {
    measures.replaceChildren(line(error.message));
  }
});
