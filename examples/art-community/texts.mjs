// What the community's pages say.
const en = {
  code: 'en', other: '中文', name: 'The Salon', lead: 'Pictures by their makers, each with its receipt.',
  gallery: 'Gallery', upload: 'Upload', earnings: 'My earnings', signIn: 'Sign in as', signOut: 'Sign out', empty: 'No picture yet. Sign in and upload the first one.',
  choose: 'Choose a picture (JPEG or PNG)', title: 'Title', kind: 'Kind', kinds: { photo: 'Photograph', drawing: 'Drawing', painting: 'Painting' },
  colours: 'Its colours', tags: 'Tags', tagsHint: 'Rules on colour, light and form found these; keep what fits.', near: 'Near works here',
  noNear: 'Nothing near it is registered.', nearNote: 'A near match is a hint, no proof. The same content registered earlier by somebody else holds the earnings of the later one.',
  publish: 'Register and publish', working: 'One moment…', by: 'by', like: 'Like', likes: (n) => (n === 1 ? '1 like' : `${n} likes`), tip: 'Tip 2 EUR', thanks: 'Thank you: the tip goes to its makers by their shares.',
  somebody: 'a work of somebody else', mine: 'a work of yours', relations: { same_bytes: 'The same file', same_content: 'The same content, coded otherwise', edited: 'Possibly an edit of', unrelated: 'Unrelated' },
  tagNames: {
    greyscale: 'greyscale', monochrome: 'one hue', 'many-hues': 'many hues', warm: 'warm', cool: 'cool', vivid: 'vivid', muted: 'muted', 'high-key': 'bright', 'low-key': 'dark', 'high-contrast': 'strong contrast',
    'low-contrast': 'soft contrast', minimal: 'minimal', busy: 'rich in detail', symmetric: 'symmetric', 'horizontal-lines': 'horizontal lines', 'vertical-lines': 'vertical lines', 'diagonal-lines': 'diagonals',
    panorama: 'panorama', 'landscape-format': 'landscape format', 'portrait-format': 'portrait format', 'square-format': 'square',
  },
  pleaseSignIn: 'Sign in first.', notFound: 'There is no such page.', failed: 'That did not work: ',
};
const zh = {
  code: 'zh-CN', other: 'English', name: '沙龙', lead: '作者亲自上传的图画，每幅都附有回执。',
  gallery: '画廊', upload: '上传', earnings: '我的收入', signIn: '登录身份', signOut: '退出', empty: '还没有作品。请登录并上传第一幅。',
  choose: '选择图片（JPEG 或 PNG）', title: '标题', kind: '类型', kinds: { photo: '照片', drawing: '素描', painting: '绘画' },
  colours: '作品的颜色', tags: '标签', tagsHint: '由颜色、光线和形状的规则得出，请保留合适的。', near: '本站的相近作品',
  noNear: '没有登记过与它相近的作品。', nearNote: '相近只是提示，不是证据。若相同内容已由他人登记在先，后登记作品的收入将暂缓发放。',
  publish: '登记并发布', working: '请稍候……', by: '作者', like: '喜欢', likes: (n) => `${n} 人喜欢`, tip: '打赏 2 欧元', thanks: '谢谢：打赏按份额归作者所有。',
  somebody: '他人的一件作品', mine: '您的一件作品', relations: { same_bytes: '同一文件', same_content: '内容相同，另存一份', edited: '可能改自', unrelated: '无关' },
  tagNames: {
    greyscale: '灰度', monochrome: '单色调', 'many-hues': '多彩', warm: '暖色', cool: '冷色', vivid: '鲜艳', muted: '柔和', 'high-key': '亮调', 'low-key': '暗调', 'high-contrast': '强反差',
    'low-contrast': '弱反差', minimal: '极简', busy: '细节丰富', symmetric: '对称', 'horizontal-lines': '横线', 'vertical-lines': '竖线', 'diagonal-lines': '斜线',
    panorama: '全景', 'landscape-format': '横幅', 'portrait-format': '竖幅', 'square-format': '方形',
  },
  pleaseSignIn: '请先登录。', notFound: '没有这个页面。', failed: '操作未成功：',
};
/** The reader's choice, else the browser's language. */
export const textsFor = (choice, accept = '') => (/^zh/.test(choice ?? accept) ? zh : en);
