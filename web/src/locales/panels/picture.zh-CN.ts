import type { PictureMessages } from './picture.en.js';

export const pictureZh: PictureMessages = {
  enhance: '自动增强', enhancing: '正在测量图片', enhanced: '已增强，各滑块显示改动的数值。', fine: '无须增强：曝光良好。',
  enhanceNote: '依据亮度、色彩和噪点的固定规则，不是人工智能。',
  resetAll: '全部复位',
  light: '光线与色彩',
  names: { exposure_milli: '曝光', contrast: '对比度', saturation: '饱和度', warmth: '色温', tint: '色调', denoise: '降噪', sharpen: '锐化' },
  ev: (value) => `${value} EV`,
  crop: '裁切与旋转', ratio: '比例', whole: '整幅',
  cropNote: '自动选取最吸引目光的部分。可拖动选框，或用方向键移动。',
  frame: (x, y) => `裁切选框，距左 ${x}，距上 ${y}。方向键可移动。`,
  left: '向左转', right: '向右转', mirror: '镜像',
  enlarge: '放大两倍', enlargeHint: '由神经网络模型（ESRGAN，0.9 MB）完成，适用于不超过一百万像素的图片。细节由模型推测生成。', enlarging: '正在放大',
  enlargeTooLarge: (limit) => `仅适用于不超过 ${limit} 像素的图片。`,
  cancel: '取消',
  colours: '色彩', share: (rgb, percent) => `${rgb}，占画面 ${percent}`, copied: (rgb) => `已复制 ${rgb}。`,
  harmony: (scheme) => `配色关系：${scheme}`, goesWith: '可搭配',
  schemes: { neutral: '几乎没有色彩', monochrome: '单色', analogous: '邻近色', complementary: '互补色', 'split-complementary': '分裂互补色', triad: '三角配色', tetrad: '四角配色' },
  style: '风格', styleNote: '依据色彩、光线和边缘测量值的规则。',
  tags: {
    greyscale: '灰阶', monochrome: '单一色相', 'many-hues': '多色相', warm: '暖调', cool: '冷调', vivid: '鲜艳', muted: '素雅', 'high-key': '高调', 'low-key': '低调',
    'high-contrast': '高对比', 'low-contrast': '低对比', minimal: '简约', busy: '繁复', symmetric: '对称', 'horizontal-lines': '横向线条', 'vertical-lines': '纵向线条',
    'diagonal-lines': '斜向线条', panorama: '全景', 'landscape-format': '横幅', 'portrait-format': '竖幅', 'square-format': '方形',
  },
  save: '保存图片', format: '格式', quality: '质量', metadata: '保留相机信息（地点、时间、相机）',
  metadataNote: '不保留时，文件中只留下色彩配置。', saving: '正在写入文件', saved: (name, size) => `已保存 ${name}，${size}。`,
  dropped: (names) => `因无法读取而未保留：${names}。`,
};
