// 平台运营者的工作台。
import type { DeskMessages } from './desk.en.js';

export const deskZh: DeskMessages = {
  title: '运营台',
  login: {
    title: '登录运营台', user: '用户名', password: '密码', submit: '登录',
    sample: '示例账户', sampleText: '设三个人，是因为谁都不能批准自己做出的结算。',
    use: (role) => `以${role}身份登录`,
  },
  roles: { operator: '运营', finance: '财务', approver: '审批' },
  signedIn: (user, role) => `已登录：${user}（${role}）`, logout: '退出',
  tabs: { catalogue: '作品目录', jobs: '任务', plan: '投放方案', settlements: '结算', payouts: '付款', agreements: '协议', log: '日志' },
  tabsLabel: '运营台', loading: '正在加载', reload: '重新加载', close: '关闭', or: '或', onlyRole: (role) => `只有“${role}”角色可以执行此操作。`,
  catalogue: {
    lead: 'V = 所有已评分作品的“质量 × 覆盖 × 预期收入”之平均。它只用于排序，从不用于支付。',
    value: '价值 V', scored: '已评分作品', notScored: '未评分', channels: '渠道',
    filter: '按标题或作者筛选', kind: '类型', all: '全部类型',
    kinds: { photo: '照片', drawing: '素描', painting: '绘画', text: '文字', recording: '录音' },
    columns: { title: '作品', Q: '质量 Q', S: '覆盖 S', R: '收入 R', V: '价值 V' },
    hints: { Q: '技术画质（合成标签），1 至 10', S: '展示它的渠道数', R: '全部渠道的预期收入', V: '它在 V 中的份额' },
    unscored: '未评分', of: (shown, all) => `${shown} / ${all}`,
    empty: '还没有登记作品。请用 “colophon import” 导入目录，或在创作台登记作品。',
    none: '没有符合条件的作品。', count: (count) => `${count} 件作品`,
    plots: {
      value: '各作品的价值', valueText: (top, share) => `价值最高的十件作品占总价值的 ${share}，居首的是《${top}》。`,
      quality: '质量分布', qualityText: (mean) => `已评分作品的平均质量：${mean}。`,
      scatter: '质量与收入', scatterText: '每个点是一件已评分的作品。', works: '作品数', rank: '名次', Q: 'Q', R: 'R', V: 'V',
    },
  },
  jobs: {
    empty: '还没有运行过任务。评分、方案与结算会显示在这里。',
    kinds: { score: '照片评分', plan: '生成方案', settle: '结算账期', preview: '预览结算', forecast: '预测收入' },
    states: { queued: '等待中', running: '进行中', done: '已完成', failed: '失败', cancelled: '已取消' },
    columns: { job: '任务', state: '状态', progress: '进度', made: '创建时间' }, cancel: '取消', cancelLabel: (name) => `取消：${name}`,
  },
  plan: {
    lead: '哪件作品在哪个渠道展示，以及这份方案与最优方案最多相差多少。',
    value: '方案价值', bound: '任何方案都不超过', gap: '与上界的差距', made: (time, who) => `${who} 于 ${time} 生成`,
    units: '质量 × 预期收入，以方案自身的单位计',
    ranked: '按质量排序', notRanked: '质量不参与排序', rank: '按质量排序', make: '生成新方案', making: '正在生成方案',
    budget: '预算', spent: '已用', price: '限额的价格', priceText: '预算每增加一个单位所值',
    shown: (count) => `展示 ${count} 件作品`, more: (count) => `另有 ${count} 件`,
    empty: '还没有方案，请生成第一份。', document: '下载方案', verify: '在本浏览器核验',
    used: (percent) => `预算已使用 ${percent}`,
  },
  log: {
    lead: '登记、方案与结算按同一顺序排列，改写必被察觉。日志只保存加盐指纹。',
    size: '条目数', root: '根值', origin: '来源', key: '密钥', note: '已签名的检查点', download: '下载检查点',
    empty: '日志还没有检查点，首次登记后会出现。',
    notTime: '日志证明先后顺序，不证明时间；要证明时间，还须有见证者签名。',
  },
};
