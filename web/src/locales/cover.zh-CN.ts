// 封面面板与 <colophon-cover> 的文字。
import type { CoverMessages } from './cover.en.js';

export const coverZh: CoverMessages = {
  panel: '封面',
  empty: {
    title: '还没有图片', text: '打开一张图片，Colophon 会取用其中的色彩和视线焦点，配上您的标题，排出十二款封面。',
    drop: '把图片拖到这里', choose: '选择图片', colours: '只用色彩制作',
  },
  another: '换一张图片', again: '重试',
  reading: '正在查看图片', composing: '正在排版',
  fields: { title: '标题', subtitle: '副标题', author: '作者' },
  needsTitle: '请写下标题：封面需要标题。',
  ratio: '版式', ratios: { book: '书封', square: '方形', wide: '横幅', story: '竖屏' }, proportions: { book: '2 : 3', square: '1 : 1', wide: '16 : 9', story: '9 : 16' },
  colours: '配色', palettes: { ink: '墨蓝', clay: '陶土', moss: '苔绿', plum: '梅紫', sea: '海青', night: '夜色' }, pattern: '换一种图案',
  covers: '封面，由优到次',
  how: '按固定规则排序：对比度、平衡、缩小后标题是否易读、视线焦点是否完整可见。审美由您决定。',
  cover: (place, layout, scheme) => `${place}. ${layout}，${scheme}`,
  layouts: {
    window: '窗景', horizon: '天际', sky: '天空', plate: '题签', poster: '海报', ground: '大地', arch: '拱门', moon: '圆月', classic: '古典', type: '纯字', bands: '色带', band: '腰封',
    corner: '边角', column: '竖排',
  },
  schemes: { light: '浅色', dark: '深色', bold: '主色', second: '辅色' },
  preview: (layout, title) => `选中的封面，${layout}：${title}`,
  thumbnail: '缩略图效果',
  measured: '测量结果',
  joint: '，',
  ratioOf: (ratio) => `${ratio}\u00a0:\u00a01`,
  measures: {
    contrast: [(ratio) => `对比强烈（${ratio}）`, (ratio) => `对比良好（${ratio}）`, (ratio) => `对比仅够大字（${ratio}）`],
    balance: ['布局平衡', '略有偏重', '明显偏重'],
    thumbnail: ['缩小后标题易读', '缩小后标题可读', '缩小后标题难读', '缩小后标题不可读'],
    free: ['视线焦点完整可见', '视线焦点遮挡很少', '视线焦点部分被遮', '视线焦点大多被遮'],
  },
  ready: (count, best) => `共 ${count} 款封面。首选：${best}。`,
  save: {
    title: '保存', size: 'PNG 尺寸', pixels: (width, height) => `${width} × ${height} 像素`, png: '保存 PNG', svg: '保存 SVG', working: '正在绘制封面', cancel: '取消', cancelled: '已取消，未保存任何文件。',
    saved: (name) => `已保存：${name}`, failed: '封面未保存。',
    soft: '图片的像素少于这个尺寸的封面：会显得模糊。',
  },
  tooLong: '文字太长，即使用最小的字号，任何版面也放不下。请缩短。',
  stem: '封面',
};
