import type { DraftsMessages } from './drafts.en.js';

export const draftsZh: DraftsMessages = {
  title: '本机草稿',
  hint: '草稿只保存在这个浏览器里。如需带到别处，请另存为文件。',
  open: '打开', save: '另存为文件', remove: '删除', undo: '撤销',
  removed: (name) => `已删除草稿 ${name}。`,
  registered: '已登记',
  changes: (count) => `${count} 处修改`,
  saving: '正在保存草稿……',
  kept: (time) => `草稿已存于本机，${time}`,
  saveOpen: '将草稿另存为文件',
  copy: '这份草稿已在另一个标签页中打开。这里是一份副本，两份分别保存，互不影响。',
  elsewhere: '草稿已在另一个标签页中打开，这里打开的是副本。',
  full: '浏览器存储空间已满，草稿未能保存。请立即另存为文件，或删除旧草稿。当前内容仍保持打开。',
  blocked: '此浏览器无法在这里保存草稿（无痕窗口，或存储被禁用）。离开前请将草稿另存为文件。',
  site: (name) => `同时把草稿存到 ${name}`,
  siteHint: (name) => `开启后，每次停顿时草稿会发送到 ${name}，你的其他设备即可使用；只有你能打开。关闭后不再发送；如需从那里删除，请先删除草稿。`,
  siteBusy: '正在与网站同步……',
  siteDone: (time) => `网站上的草稿与本机一致，${time}`,
  siteWaiting: '没有网络：联网后会继续。内容都已存在本机。',
  parted: '另一台设备修改了这份草稿：你的这份另存为一份新草稿，两份都会保留。',
  failed: '草稿未能保存。离开前请另存为文件。',
};
