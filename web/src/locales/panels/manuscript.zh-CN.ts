import type { ManuscriptMessages } from './manuscript.en.js';

export const manuscriptZh: ManuscriptMessages = {
  code: 'zh-CN',
  name: 'Colophon 写作',
  untitled: '未命名的书',
  chapter: (number) => `第 ${number} 章`,
  words: (count) => `${count} 字`,
  start: {
    title: '写一本书，或打开一本', hint: '在您登记或导出之前，一切都留在这个浏览器里。',
    hintFiles: (kinds) => `把文件拖到这里：${kinds}。`, allKinds: 'Word（DOCX）、EPUB、Markdown、纯文本或已保存的草稿',
    choose: '打开文件', begin: '新建一本书', language: '新书的语言', opening: '正在打开文件',
    needed: '此表单需要文稿：请写一篇或打开一篇。',
  },
  languages: { en: '英文', 'zh-Hans': '简体中文', 'zh-Hant': '繁体中文' },
  chapters: {
    label: '章节', add: '添加一章', total: (chapters, words) => `${chapters} · ${words} 字`, count: (_, text) => `${text} 章`,
    remove: (title) => `删除“${title}”`, move: '按 Alt 加上下方向键可移动章节，也可以拖动。', moved: (title, place, all) => `“${title}”现在是第 ${place} 章，共 ${all} 章。`,
    removed: (title) => `已删除“${title}”。`, title: '章节标题', show: '显示章节', hide: '收起章节', last: '一本书至少有一章。',
  },
  text: { label: (title) => `“${title}”的正文`, hint: '从这里开始写。' },
  tools: { undo: '撤销', redo: '重做', find: '查找', close: '合上这本书', label: '写作' },
  done: {
    undone: (what) => `已撤销：${what}`, redone: (what) => `已重做：${what}`,
    acts: { text: '书写', add: '新增章节', remove: '删除章节', move: '移动章节', rename: '章节标题', split: '拆分章节', replace: '替换', restore: '恢复版本', details: '书籍信息', convert: '转换' },
  },
  marks: {
    none: '这里没有标记。', next: '下一处', previous: '上一处', fix: (text) => `改为“${text}”`, remove: '删去', ignore: '忽略此规则', learn: '加入词典', at: (at, all) => `第 ${at} 处，共 ${all} 处`,
    keys: 'F8 跳到下一处，Shift+F8 跳到上一处，Ctrl+. 采用第一个建议。', fixed: (text) => `已改为“${text}”。`, ignored: '本书已关闭该规则。', learnt: (word) => `“${word}”已加入本书词典。`,
    kinds: { spelling: '拼写', confusion: '易混词', grammar: '语法', repetition: '重复', punctuation: '标点', spacing: '空格', style: '文风' },
  },
  find: {
    label: '查找和替换', find: '查找', replace: '替换为', where: '范围', here: '本章', everywhere: '全书', matchCase: '区分大小写', wholeWord: '整词', pattern: '正则表达式',
    next: '下一个', previous: '上一个', replaceOne: '替换', replaceAll: '全部替换', close: '关闭', none: '没有找到。', at: (at, all) => `第 ${at} 个，共 ${all} 个`, more: (all) => `找到 ${all} 个`,
    replaced: (count) => `已替换 ${count} 处，可以撤销。`,
  },
  panels: { label: '工具', outline: '大纲', proofread: '校对', reading: '通读', pages: '版面', ideas: '灵感', versions: '版本', book: '书籍', export: '导出', prove: '登记' },
  outline: { empty: '章节及其中的小标题（以 # 开头的行）列在这里。', here: '当前' },
  proofread: {
    title: '校对', reading: '正在校对……', count: (_, text) => `本章有 ${text} 处标记`, none: '本章没有标记。', failed: '校对暂不可用，您可以继续写作。', more: (count) => `另有 ${count} 处，处理完以上各处后显示`,
    off: '已关闭的规则', on: '重新启用', dictionary: '本书词典', add: '添加词语', forget: (word) => `从词典中移除“${word}”`, word: '词语', rules: '由规则和词表查出，并非人工智能。', language: '此语言没有校对功能。',
  },
  versions: {
    title: '版本', hint: '版本是整本书的一份有名字的副本，和草稿一起保存在这台设备上。', name: '版本名称', keep: '保存版本', restore: '恢复', compare: '比较', remove: '删除', restored: (name) => `已恢复“${name}”，可以撤销。`, kept: (name) => `已保存“${name}”。`,
    blocked: '此浏览器不在这里保存内容，因此没有版本。', defaultName: (time) => `${time} 的版本`, none: '还没有版本。',
    differences: (name) => `从“${name}”到现在`, same: '没有变化。', added: '新增', removed: '已删除', changed: '有改动', moved: '已移动', renamed: '已改名', close: '关闭比较', paragraphs: (_, text) => `${text} 段不同`, before: '之前', after: '现在', more: (count) => `另有 ${count} 处`,
  },
  book: {
    title: '书名', subtitle: '副标题', language: '语言', direction: '文字方向', directions: { horizontal: '横排', vertical: '竖排，从右往左' },
    names: '作者与参与者', name: (number) => `姓名 ${number}`, role: (number) => `姓名 ${number} 的身份`, roles: { author: '作者', translator: '译者', editor: '编者', illustrator: '插画', publisher: '出版者' }, addName: '添加姓名', removeName: (name) => `移除 ${name}`,
    edition: '版次', licence: '许可', licenceHint: '留空表示保留所有权利。', ai: '人工智能参与程度', aiNote: '用了什么，用在何处', aiHint: '由您声明，会写入登记和版权页。',
    cover: '封面', chooseCover: '选择图片', removeCover: '移除封面', coverAlt: '本书封面', makeCover: '制作封面', coverMade: '封面已放入书中。', useCover: '使用此封面',
    convert: '将正文转换为', convertNow: '转换', variants: { cn: '简体', t: '繁体', tw: '繁体（台湾字形）', twp: '繁体（台湾用词）', hk: '繁体（香港字形）' }, converted: '已转换，可以撤销。',
  },
  export: {
    changed: '文本在登记之后有改动：版权页会写明这份文本尚未登记。请在“登记”里重新登记。', 
    title: '带走这本书', save: '保存', epub: 'EPUB 3', epubHint: '供阅读器和书店使用，含目录和版权页。', print: '用于印刷', printHint: '一个带页面尺寸的 HTML 文件：打开后打印或存为 PDF。', templates: { a5: 'A5', k32: '32开 130 × 184', k16: '16开 184 × 260', trade: '6 × 9 英寸' }, markdown: 'Markdown', markdownHint: '单个文件，保留全部标记。',
    draft: '保存草稿', draftHint: '全部内容，可在别处继续写。', text: '纯文本', textHint: '单个文件，UTF-8 编码。', working: '正在生成文件', done: '文件已生成。',
  },
  prove: {
    file: (name) => `登记的内容：整本书，格式为${name}`, plain: '纯文本', passages: '并排对照', yours: '本书', theirs: '另一作品', common: (_, text) => `有 ${text} 段相同`, none: '没有十个字以上的相同段落。',
    closed: '另一作品的正文不对您开放，只比对了指纹。', compareFile: '与文件比较', compareHint: '您手上的文本、草稿或书：只在本机比较。', compareTitle: '相同段落',
    still: (time) => `这份文本已于 ${time} 登记。`, publish: '公开这次登记', publishHint: '版权页上的二维码打开它的核验：书名、正文、时间、指纹和份额随之向所有人公开。', published: '已公开，任何人都能核验：',
  },
  pages: { size: '开本', fit: '按窗口大小', open: '打开对页', hint: '本章排好的样子：整段一起断行，标点按中文排版规则压缩和避头尾。方向键翻页。' },
  ideas: {
    title: '灵感', rules: '由规则根据书中词语生成，并非人工智能。', rulesNote: '使用了 Colophon 按规则生成的提示。', modelUsed: (name) => `部分文字由 ${name} 写出。`, genre: '体裁', genres: { novel: '小说', mystery: '悬疑', fantasy: '奇幻', poem: '诗歌', essay: '散文', children: '童书' }, another: '换一批', insert: '插入光标处', inserted: '已插入正文。',
    model: '请本站的文本模型代笔', modelNote: (name) => `本站文本模型：${name}。它写出的内容由人工智能生成，书中会作声明。`, declared: '人工智能参与程度的声明已更新。', ask: '提问', question: '您想让它写什么？', working: '正在写……',
  },
};
