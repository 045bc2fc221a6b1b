// @colophon/sdk/react on a server: a tag, and nothing loaded.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

test('on a server the components give their tags, with attributes and without properties or callbacks', async () => {
  const { Studio, Earnings } = await import('../../web/dist/react.js');
  const studio = createElement(Studio, {
    server: 'https://colophon.example', tokenUrl: '/token', locale: 'zh-CN', className: 'wide', getToken: () => 'secret', options: { modelSrc: '/m.onnx' }, onScored: () => undefined,
  }, createElement('textarea', { name: 'text' }));
  assert.equal(renderToStaticMarkup(studio),
    '<colophon-studio server="https://colophon.example" token-url="/token" locale="zh-CN" class="wide"><textarea name="text"></textarea></colophon-studio>');
  assert.equal(renderToStaticMarkup(createElement(Studio, { name: 'work', required: true, acts: 'coach prove', drafts: 'off' })), '<colophon-studio name="work" required="" acts="coach prove" drafts="off"></colophon-studio>');
  assert.equal(renderToStaticMarkup(createElement(Studio, { required: false })), '<colophon-studio></colophon-studio>');
  assert.equal(renderToStaticMarkup(createElement(Earnings, { server: '' })), '<colophon-earnings server=""></colophon-earnings>');
  assert.equal(globalThis.customElements, undefined);
});
