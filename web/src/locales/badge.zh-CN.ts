// <colophon-badge> 在核心加载之前的文字。各项核验的名称见 site/verify.zh-CN.ts。
import type { BadgeMessages } from './badge.en.js';

export const badgeZh: BadgeMessages = {
  registered: '已登记', fails: '不成立',
  open: '已登记：在此浏览器中核验回执',
  title: '这件作品的回执', close: '关闭', again: '重试',
  working: '正在此浏览器中核验回执',
  holds: '成立', holdsText: (count) => `${count} 项检查全部成立，均在您的设备上完成。`,
  failsTitle: '不成立', failsText: '请勿采信此标记：',
  unreachable: '未能核验回执', unreachableText: '没有得到应答，因此既不能说成立，也不能说不成立。请检查网络连接后重试。',
  closed: '回执未公开', closedText: '服务器只向有权查看该作品者提供回执。本页面的运营者可以公布回执文件，并用 receipt="…" 指明。',
  unset: '标记尚未设置', unsetText: '需要 receipt="…"，或 work="…" 和 server="…"。',
  verify: '自行核验此文件', save: '保存回执',
  whose: '未核验这是谁的日志：页面既未给出 log-key，也未给出 server。',
  key: { page: '日志密钥正是本页面给出的那一把。', server: (host) => `日志密钥正是 ${host} 公布的那一把。` },
  work: '作品', who: '登记给', party: (id, share) => `参与方 ${id}，份额 ${share}`,
  names: {
    commitment: '内容符合已登记作品的格式', inclusion: '日志的这个位置记载的正是这些内容', 'known-key': '正是本页面指明的那份日志',
    document: '该文件是已登记作品的回执', work: '回执正是这件作品的',
  },
  remedies: {
    document: '文件不完整、被改动过，或是另一个文件。请向本页面的所有者索取日志给出的原始回执。',
    work: '它属于另一件作品。请本页面的所有者指明正确的回执。',
    commitment: '文件内容不符合已登记作品的格式。请索取日志给出的原始回执。',
    inclusion: '标题、份额或指纹在登记后被改动，或证明已损坏。请索取日志给出的原始回执。',
    checkpoint: '所签名的日志状态已损坏。请索取日志给出的原始回执。',
    signature: '没有人为日志的这一状态作保。请索取日志给出的原始回执。',
    'known-key': '签名的是另一份日志。只有当您从其他渠道得知并信任那把密钥时才可采信，否则请询问本页面的所有者。',
  },
};
