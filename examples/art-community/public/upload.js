// The upload: what the core sees in the picture, what is near it here, and the registration; the picture stays in the browser until then.
import { createColophon } from '/sdk/index.js';
import { openEditor } from '/sdk/picture.js';

const form = document.querySelector('#upload'), state = document.querySelector('#state'), seen = document.querySelector('#seen'), preview = document.querySelector('#preview');
const texts = JSON.parse(form.dataset.texts);
const token = async () => (await (await fetch('/colophon-token', { method: 'POST' })).json()).token;
const colophon = createColophon({ server: form.dataset.server, getToken: token });
let picture;

/** An element with properties and children: text is only ever text. */
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const failed = (error) => { state.textContent = texts.failed + (error.detail ?? error.message); };

function nearList(matches) {
  const near = matches.filter(({ relation }) => relation !== 'unrelated');
  if (near.length === 0) return make('p', {}, texts.noNear);
  return make('div', {}, make('ul', {}, ...near.map(({ relation, own, title }) => make('li', {}, `${texts.relations[relation]}: ${title ?? (own ? texts.mine : texts.somebody)}`))), make('p', { className: 'soft' }, texts.nearNote));
}

/** Colours are drawn, since the page's policy allows no style of its own. */
function swatch({ rgb, share_ppm }) {
  const canvas = make('canvas', { width: 28, height: 28, title: `${Math.round(share_ppm / 10_000)}%` }), context = canvas.getContext('2d');
  context.fillStyle = `rgb(${rgb.join()})`;
  context.fillRect(0, 0, 28, 28);
  return canvas;
}

async function look(file) {
  const [editor, image] = await Promise.all([openEditor(colophon, file), colophon.image(file)]);
  const { width, height, rgba } = await image.preview(480);
  Object.assign(preview, { width, height, hidden: false });
  preview.getContext('2d').putImageData(new ImageData(rgba, width, height), 0, 0);
  const colours = await editor.palette(6), { tags } = await editor.style();
  editor.dispose();
  image.dispose();
  const { matches } = await colophon.similar({ iscc: (await colophon.iscc(file)).iscc });
  seen.replaceChildren(make('h2', {}, texts.colours), make('div', { className: 'row' }, ...colours.map(swatch)), make('h2', {}, texts.tags), make('p', { className: 'soft' }, texts.tagsHint),
    make('div', { className: 'row tags' }, ...tags.map((tag) => make('label', {}, make('input', { type: 'checkbox', value: tag, checked: true }), ' ', texts.tagNames[tag] ?? tag))), make('h2', {}, texts.near), nearList(matches));
}

const input = document.querySelector('#file');
async function chosen() {
  [picture] = input.files;
  state.textContent = texts.working;
  document.querySelector('#title').value ||= picture.name.replace(/\.\w+$/, '');
  await look(picture).then(() => { state.textContent = ''; }, failed);
}
input.addEventListener('change', chosen);
// Somebody was faster than this script.
if (input.files.length > 0) chosen();

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  state.textContent = texts.working;
  try {
    const { work } = await colophon.register({ title: document.querySelector('#title').value, kind: document.querySelector('#kind').value }, picture);
    const tags = [...form.querySelectorAll('.tags input:checked')].map(({ value }) => value);
    const answer = await fetch('/works', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ work, tags }) }), told = await answer.json();
    if (!answer.ok) throw told;
    location.assign(told.page);
  } catch (error) {
    failed(error);
  }
});
