// Covers where they are made, in a browser: nothing overflows, and an exported PNG has the pixels that the layout promised.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { dist, root } from '../support/core.mjs';
import { sendFile, serve } from '../support/http_server.mjs';

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' blob:; require-trusted-types-for 'script'; trusted-types 'none'";
const palette = [{ rgb: [24, 50, 92], share_ppm: 560000 }, { rgb: [196, 120, 58], share_ppm: 240000 }, { rgb: [226, 220, 204], share_ppm: 200000 }];
const photo = `data:image/jpeg;base64,${readFileSync(join(root, 'examples/catalogue/images/rocket.jpg')).toString('base64')}`;

let site, browser, page;
const problems = [];
before(async () => {
  site = await serve((request, response) => {
    if (request.url === '/') return response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy }).end('<!doctype html><title>cover</title>');
    if (request.url.startsWith('/samples/')) return sendFile(response, join(root, 'examples/catalogue/images'), request.url.slice(9)) || response.writeHead(404).end();
    return sendFile(response, dist, request.url.slice(1)) || response.writeHead(404).end();
  });
  browser = await launch();
  page = await browser.newPage();
  page.on('console', (message) => message.type() === 'error' && !/404/.test(message.text()) && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(`${site.origin}/`);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

test('titles of one and of eighty characters, in English and Chinese, stay in their rooms in every layout and ratio', async () => {
  const titles = {
    'I': 'en', '夢': 'zh-CN', 'The Collected Letters of a Lighthouse Keeper, with Notes on Weather and Solitude': 'en',
    '山中何事松花酿酒春水煎茶明月松间照清泉石上流空山新雨后天气晚来秋竹喧归浣女莲动下渔舟随意春芳歇王孙自可留行到水穷处坐看云起时偶然值林叟谈笑无还期人闲桂花落夜静春山空': 'zh-CN',
    'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft': 'de', '《红楼梦》导读：从“石头记”到大观园（上）': 'zh-CN', 'fjord “Ångström” – Ýf': 'en',
  };
  // The page's policy leaves no way to parse text into elements; a page without one looks at the same SVG.
  const svgs = await page.evaluate(async ([titles, palette]) => {
    const { compose, templatesFor } = await import('/cover.js'), made = [];
    for (const [title, lang] of Object.entries(titles)) {
      for (const ratio of ['book', 'square', 'wide', 'story']) {
        const input = { title, subtitle: 'A subtitle of some length, 副标题', author: 'Ada Okafor 王小明', mark: 'Colophon', palette, ratio, lang };
        for (const { name } of templatesFor(input)) {
          try { made.push([`${name} ${ratio} ${title.slice(0, 12)}`, compose(input, { template: name, scheme: 'light' })]); } catch (thrown) { made.push([`${name} ${ratio} ${title.slice(0, 12)}`, thrown.code, thrown.field]); }
        }
      }
    }
    return made;
  }, [titles, palette]);
  const refused = svgs.filter(([, made]) => typeof made === 'string');
  console.log(`      ${svgs.length} covers`);
  assert.deepEqual(refused, []);
  const plain = await browser.newPage();
  const over = await plain.evaluate((made) => made.flatMap(([name, { svg, texts, width, height }]) => {
    const root = document.body.appendChild(new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement), found = [];
    // Chromium rounds a text's box outwards to whole units of its screen.
    root.querySelectorAll('g[data-role]').forEach((group, index) => {
      const { room } = texts[index];
      for (const line of group.querySelectorAll('text')) {
        const box = line.getBBox(), slack = 2;
        if (box.x < room[0] - slack || box.x + box.width > room[0] + room[2] + slack) found.push(`${name}: "${line.textContent}" is ${box.x.toFixed(1)} + ${box.width.toFixed(1)}, room ${room}`);
        if (box.x < 0 || box.x + box.width > width) found.push(`${name}: off the cover`);
        const baseline = Number(line.getAttribute('y'));
        if (baseline > room[1] + room[3] + slack || baseline > height) found.push(`${name}: "${line.textContent}" is below its room`);
      }
    });
    root.remove();
    return found;
  }), svgs.filter(([, made]) => typeof made !== 'string'));
  await plain.close();
  assert.deepEqual(over.slice(0, 10), []);
});

test('from a photograph to a PNG, under the strictest policy; its pixels are those of the layout', async () => {
  const found = await page.evaluate(async ([href, palette]) => {
    const { variants, toPng, toSvg } = await import('/cover.js');
    const input = { title: 'The Long Way Up', author: 'Ada Okafor', palette, picture: { href, width: 640, height: 427 }, ratio: 'book', lang: 'en' };
    const list = await variants(input), window_ = list.find(({ choice }) => choice.template === 'window');
    const png = await toPng(window_, 900), image = await createImageBitmap(png), canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const at = (x, y) => [...context.getImageData(Math.round(x * image.width), Math.round(y * image.height), 1, 1).data.slice(0, 3)];
    const middle = context.getImageData(60, 60, 480, 400).data, kinds = new Set();
    for (let i = 0; i < middle.length; i += 4) kinds.add(middle[i] * 65536 + middle[i + 1] * 256 + middle[i + 2]);
    const title = window_.texts.find(({ role }) => role === 'title'), [x, y, w, h] = title.box.map((one) => Math.round(one * 0.6));
    const inked = [...context.getImageData(x, y, w, h).data].filter((_, i) => i % 4 === 0), ink = title.colour[0];
    return { names: list.map(({ choice }) => choice.template), totals: list.map(({ scores }) => scores.total), type: png.type, size: [image.width, image.height], corner: at(0.02, 0.02), paper: window_.svg.match(/fill="(#[0-9a-f]{6})"/)[1],
      colours: kinds.size, ink: inked.filter((one) => Math.abs(one - ink) < 12).length / inked.length, svg: (await toSvg(window_).text()).slice(0, 5) };
  }, [photo, palette]);
  assert.deepEqual([found.type, found.size, found.svg], ['image/png', [600, 900], '<svg ']);
  assert.equal(new Set(found.names).size, 12, 'a dozen layouts, each once');
  assert.deepEqual(found.totals, [...found.totals].sort((a, b) => b - a));
  assert.equal(`#${found.corner.map((one) => one.toString(16).padStart(2, '0')).join('')}`, found.paper);
  assert.ok(found.colours > 500, `a photograph is in its place: ${found.colours} colours`);
  assert.ok(found.ink > 0.08 && found.ink < 0.6, `letters are in the title's box: ${found.ink}`);
  assert.deepEqual(problems, []);
});

test('what was measured on a small copy holds in the pixels of the cover', async () => {
  const found = await page.evaluate(async ([href, palette]) => {
    const { compose, contrast, toPng } = await import('/cover.js');
    const blob = await (await fetch('/samples/rocket.jpg')).blob(), photo = await createImageBitmap(blob), small = new OffscreenCanvas(256, Math.round((256 * photo.height) / photo.width)), look = small.getContext('2d');
    look.drawImage(photo, 0, 0, small.width, small.height);
    const picture = { href, width: photo.width, height: photo.height, pixels: { width: small.width, height: small.height, rgba: look.getImageData(0, 0, small.width, small.height).data } }, rows = [];
    for (const template of ['sky', 'horizon']) {
      for (const ratio of ['book', 'wide']) {
        const cover = compose({ title: 'The Long Way Up', author: 'Ada Okafor', palette, ratio, lang: 'en', picture }, { template, scheme: 'light' });
        const bare = await createImageBitmap(await toPng({ ...cover, svg: cover.svg.replace(/<g fill="[^"]*" font-family.*<\/g>(?=<\/svg>)/, '') }, Math.max(cover.width, cover.height)));
        const context = new OffscreenCanvas(bare.width, bare.height).getContext('2d', { willReadFrequently: true });
        context.drawImage(bare, 0, 0);
        for (const text of cover.texts) {
          const { data } = context.getImageData(...text.box.map(Math.round));
          let below = 0;
          for (let i = 0; i < data.length; i += 4) if (contrast(text.colour, data.subarray(i, i + 3)) * 1000 < text.required_milli) below++;
          rows.push([`${template} ${ratio} ${text.role}`, below / (data.length / 4)]);
        }
      }
    }
    return rows;
  }, [photo, palette]);
  assert.equal(found.length, 8);
  // Lamps finer than the small copy shows: a few pixels, never a letter.
  for (const [name, below] of found) assert.ok(below <= 0.03, `${name}: ${(below * 100).toFixed(2)} % of the pixels have less contrast than asked for`);
});

test('a size that no canvas has, and a picture that an image cannot load, are refused with what to do', async () => {
  const codes = await page.evaluate(async (palette) => {
    const { compose, toPng } = await import('/cover.js');
    const input = { title: 'A', palette, ratio: 'square', lang: 'en' }, code = (promise) => promise.then(() => 'none', (thrown) => `${thrown.code} ${thrown.field}`);
    const picture = { href: URL.createObjectURL(new Blob(['x'])), width: 10, height: 10 };
    return [await code(toPng(compose(input, { template: 'window', scheme: 'dark' }), 100_000)), await code(toPng(compose({ ...input, picture }, { template: 'window', scheme: 'dark' }), 100))];
  }, palette);
  assert.deepEqual(codes, ['invalid_argument side', 'invalid_argument picture.href']);
});
