// The act *Cover*: the panel of covers over the work that is open. A text has covers of colours alone.
import { CoverPanel, coverStyles } from '../cover/panel.js';
import type { ActHost, ActView } from '../element/lazy.js';
import { adoptStyles } from '../element/sheet.js';
import type { Messages } from '../element/texts.js';
import { openEditor } from '../picture/index.js';

const colours = 6;

export function coverAct(messages: Messages, host: ActHost): ActView {
  const { work, signal, element } = host;
  adoptStyles(element.shadowRoot!, element.nonce, coverStyles);
  const panel = new CoverPanel(messages.code, {
    picture: async (asked) => {
      if (work.type !== 'image') return undefined;
      const { blob } = work, editor = await openEditor(host.colophon(), blob, { signal: asked });
      try {
        const [palette, saliency] = await Promise.all([editor.palette(colours, { signal: asked }), editor.saliency({ signal: asked })]);
        return { blob, palette, saliency, width: editor.info.width, height: editor.info.height };
      } finally {
        editor.dispose();
      }
    },
    title: () => host.fields().title, name: () => work.name, light: element,
    emit: (name, detail) => {
      if (name === 'cover-chosen') host.keepCover(panel.brief);
      host.emit(name, detail);
    },
    announce: (text) => host.announce(text),
  });
  const kept = host.cover();
  if (kept) panel.brief = kept;
  let shown = work.blob;
  signal.addEventListener('abort', () => panel.dispose(), { once: true });
  return {
    element: panel.element,
    localise: ({ code }) => panel.localise(code),
    update: () => {
      if (work.type !== 'image' || shown === work.blob) return;
      shown = work.blob;
      panel.refresh();
    },
  };
}
