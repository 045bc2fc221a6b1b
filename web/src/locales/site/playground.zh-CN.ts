// 试用 SDK 各项调用的页面。
import type { PlaygroundMessages } from './playground.en.js';

export const playgroundZh: PlaygroundMessages = {
  title: '试用 SDK',
  lead: '选一件作品和一项调用。代码就是您使用 @colophon/sdk 时会写的内容，结果由您的浏览器在本页算出，任何内容都不会外发。',
  work: '作品', own: '自己的文件', drop: '也可拖到这里', text: '自己的文字', use: '使用这段文字', chosen: (name) => `已选：${name}`,
  call: '调用',
  calls: {
    features: '图片的六项测量及其常见范围', quality: '技术画质（合成标签），以分布表示', palette: '图片的颜色，占比大者在前',
    crop: '按给定比例的最佳裁切', iscc: '文件的国际标准内容编码（ISO 24138）', text: '文字中可以数清的内容',
  },
  arguments: { count: '颜色数量（1 至 32）', ratio: '宽高比', name: '标题（可不填）' },
  wrong: { count: '请填写 1 至 32 之间的整数。' },
  code: '代码', result: '结果', working: '正在计算', time: (ms) => `在您的浏览器中用时 ${ms} 毫秒`,
  first: '首次调用还要载入核心，首次评分还要载入模型。',
  copy: '复制', copied: '已复制', copyCode: '复制代码', copyResult: '复制结果',
  needs: { picture: '这项调用需要一张图片，请选择一张。', text: '这项调用需要一段文字，请选择一段。' },
  more: '全部入口及其类型见 docs/reference；网站如何嵌入这些元素，见 docs/how-to/embed.md。',
};
