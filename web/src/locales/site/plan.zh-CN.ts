// 运营台的方案页：运营者对方案的提问。
import type { PlanMessages } from './plan.en.js';

export const planZh: PlanMessages = {
  unit: (currency, ranked) => (ranked ? `${currency} × 质量` : currency),
  nav: '本页各部分',
  maker: {
    title: '生成方案', floor: '每位创作者至少', floorHelp: '展示次数；作品不够时取其所能。', each: '每件作品的渠道数', eachAll: '不限',
    stance: '不确定的质量按', stances: { expected: '期望计', careful: '谨慎计（偏低）', optimistic: '乐观计（偏高）', draw: '随机抽取计' },
    explore: '试展作品', explores: { none: '无', draw: '随机抽取（汤普森）', optimistic: '有潜力者（置信上界）' }, part: '占每页比例',
    keep: '变动收益太小时保留昨日的展示', preview: '预演', previewing: '正在预演，不会保存',
    previewed: (changes) => `与当前方案相比，将变动 ${changes} 次展示。未保存任何内容。`,
    log: '页面日志对它的评价', logHelp: '每页获赞：已有页面的实际结果，以及换成新方案后在这些页面上的估计（双重稳健，95% 区间）。',
    pages: '页数', now: '实际', proposed: '估计', effective: '有效页数', few: '页数太少，无法判断',
  },
  whatIf: {
    title: '如果改变限额', lead: '拖动任一限额：任何方案都不能超过的上界由价格立即得出，新限额下找到的最优方案随后给出。不会保存任何内容。',
    floors: '全部创作者的保底', reset: '恢复方案的限额', atMost: '任何方案都不超过', atOnce: '由价格立即得出', found: '找到的最优方案', change: '变化', solving: '求解中', changes: '变动的展示',
  },
  prices: {
    title: '每项限额的价格', lead: '限额每增加一个单位所带来的价值，以及该价格（上下一成以内）成立的限额区间。',
    columns: { limit: '限额', at: '设定', used: '已用', price: '价格', range: '价格成立区间' },
    budget: (channel) => `${channel}的预算`, floor: (creator) => `${creator}的保底`, cap: (kind, channel) => `${channel}上的${kind}上限`,
    range: (from, to) => `${from} 至 ${to}`, open: (from) => `${from} 以上`, free: '不受限', nameless: '未署名的创作者',
    floors: (count) => `${count} 项创作者保底`,
  },
  frontier: {
    title: '公平的代价', text: (floors, cost) => `本方案共保底 ${floors} 次展示，代价为价值的 ${cost}。`, limit: (floors) => `保底达到 ${floors} 次时，没有方案能满足全部保底。`,
    none: '本方案没有为创作者保底。请以“每位创作者至少 1”生成方案，以查看其代价。', x: '保底展示次数', y: '代价',
  },
  why: {
    title: '作品为何展示或未展示', work: '作品', ask: '标题或编号', help: '选择一件作品，或点按下方渠道中的作品。',
    columns: { channel: '渠道', verdict: '结论', value: '带来', paid: '花费', bonus: '保底补贴', worth: '净值', margin: '翻转条件' },
    verdicts: { shown: '已展示', too_dear: '太贵', better_elsewhere: '别处更好', never_fits: '超出整个预算', left_over: '没有余位', capped: '该类型已达上限' },
    falls: (by) => `价值下降 ${by} 才撤下`, rises: (by) => `价值上升 ${by} 即展示`, never: '任何价值都不行', best: (channel) => `在${channel}净值最高`, second: (channel) => `，其次为${channel}`, unknown: '没有这个标题的作品。',
  },
  report: {
    title: '各渠道带来的成果', lead: '按方案投放的页面，以及受众在其上的行为。', none: '还没有投放过页面。站点可用 GET /v1/channels/{id}/works 或 colophon.page() 获取页面。',
    columns: { channel: '渠道', pages: '页数', showings: '展示次数', explored: '其中试展' }, events: { view: '浏览', play: '播放', read: '阅读', like: '点赞', comment: '评论', share: '分享', complete: '看完' },
  },
  relaxation: '可行的调整', infeasible: '没有方案能满足全部限额', channels: '在何处展示什么', whyLabel: (title) => `《${title}》的原因`,
};
