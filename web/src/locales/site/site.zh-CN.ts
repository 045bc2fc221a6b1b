// 各页面共用的文字，以及首页。
import type { SiteMessages } from './site.en.js';

export const siteZh: SiteMessages = {
  code: 'zh-CN',
  nav: { studio: '创作台', write: '写作', rights: '权利', earnings: '我的收入', desk: '运营台', verify: '核验', label: '页面导航' },
  skip: '跳到正文',
  language: 'English', languageLabel: '切换为英文',
  theme: { auto: '主题：跟随系统', light: '主题：浅色', dark: '主题：深色' },
  simulated: '本示例中的受众为模拟数据；作品与作者均为真实。',
  foot: { version: (text) => `Colophon ${text}`, key: '日志密钥', api: 'HTTP 接口', playground: '试用 SDK', offline: '服务器没有响应。' },
  titles: { studio: 'Colophon：创作、确权、获益', write: '写作 · Colophon', rights: '权利 · Colophon', earnings: '我的收入 · Colophon', desk: '运营台 · Colophon', verify: '核验 · Colophon', playground: '试用 SDK · Colophon' },
  hero: {
    title: '作品的最后一页，写明出自谁手。',
    lead: 'Colophon 让创作者看清画面的技术缺陷并加以修复，证明作品归自己所有，并能逐笔复核它挣得的每一分钱。这一切都在自己的浏览器里完成。',
    loop: ['创作', '确权', '传播', '收益', '学习'],
    loopLabel: 'Colophon 所闭合的循环',
  },
  write: {
    title: '从手稿到一本书。', lead: '分章、随写随校、版本、版面，以及作者证明。这一切都在自己的浏览器里完成。',
    samples: '手头没有文稿？试试这些：', tang: '唐诗数首', english: '一篇有错的英文', chinese: '一篇有错的中文',
    embed: '用在您自己的网站上',
  },
  samples: { title: '手边没有作品？试试这些：', open: (name) => `打开《${name}》` },
  three: [
    ['同一把尺，没有黑箱', '平台据以排序的分数，就是您创作时看到的分数：附有离散度、理由，能修复的还附上修复办法。'],
    ['不登记，不外传', '解码、测量和评分都在您的设备上运行。只有您登记的内容才会发送，此前至多发送一个指纹用于查找相近作品；日志只保存加盐指纹，从不保存作品本身。'],
    ['无须信任，自行演算', '回执、投放方案和结算单，都由生成它们的同一个核心在本页逐位复核，不必询问我们。'],
  ],
  embed: {
    title: '嵌入您的网站',
    text: '一行脚本，一个标签。API 密钥留在您的后端，由它向页面发放十五分钟有效的令牌；任何密钥都不会到达浏览器。',
    copy: '复制', copied: '已复制',
    more: '属性、事件、配色以及代理所需的两行配置，见 docs/how-to/embed.md。',
  },
  earnings: {
    title: '我的收入', lead: '您得到了多少、为何是这个数，以及无需轻信任何人的核验。创作者在您的网站里看到的就是这样。',
    as: '以此身份查看', choose: '选择一个人', sampleNote: '在示例中，您可以以任何人的身份查看。在真实网站上，每个人只能看到自己的。',
    elsewhere: '您的平台在自己的页面上展示您的收入：它嵌入 <colophon-earnings>，并在那里让您登录。本服务器没有单独的收入页面。',
    empty: '示例中还没有任何人。请用 “colophon import bundle examples/settlement” 导入结算包。',
  },
  errorTitle: '操作未成功。',
};
