// <colophon-earnings> 的文字。
import type { EarningsMessages } from './earnings.en.js';

export const earningsZh: EarningsMessages = {
  loading: '正在加载收入', again: '重试', currency: '币种',
  title: (name) => (name === '' ? '我的收入' : `我的收入：${name}`),
  emptyTitle: '还没有收入', empty: '有您收入的账期结算之后，结算单会显示在这里。',
  balances: {
    balance: { name: '余额', text: '列入下一次付款' }, payout: { name: '付款途中', text: '已结算，银行尚未确认' }, back: { name: '被退回', text: '银行未能付出，下次结算时回到余额' },
    reserve: { name: '准备金', text: '为退货留存，以后释放' },
    held: { name: '冻结', text: '至争议了结为止' }, advance: { name: '待扣回', text: '您已获得的预付款' },
  },
  history: '逐月收入',
  chart: (months, total, text) => `已结算 ${months} 个月的收入，共 ${total}。${text}`,
  forecast: {
    title: '本月与往月', none: '本月有事件之后，预测会显示在这里。',
    text: (soFar, low, high, pace) => `目前已得：${soFar}。月底可能在 ${low} 至 ${high} 之间；按当前速度为 ${pace}。`,
    how: (through, passed, days, months) => `统计至 ${through}，本月已过 ${passed}/${days} 天。${months === 0 ? '区间从“不再增加”到本月的速度；有了往月数据后会更准。' : `其余天数取最近 ${months} 个月与本月中最慢与最快的日均。`}这是算术，不是承诺：尚未到达的收入与争议会改变它。`,
  },
  months: { title: '已结算的月份', none: '还没有结算过的月份。', noneOf: (period) => `${period} 还没有结算单。`, month: '月份', earned: '应得', recouped: '扣回', kept: '冻结、留存', paid: '实付', bank: '银行', tax: (amount) => `（税 ${amount}）`, open: '结算单', openLabel: (period) => `打开 ${period} 的结算单` },
  states: { due: '待付', sent: '已交银行', paid: '已付', returned: '已退回', rejected: '被拒绝' },
  statement: {
    title: (period) => `${period} 结算单`, loading: '正在加载', balance: '付款的由来', then: '金额', lines: (count) => `${count} 行，金额大者在前`, noLines: '本月没有收入。', more: '显示更多',
    fee: '费用', why: '为何是这个数？', whyLabel: (title) => `为何是这个数：${title}`,
    kinds: { sale: '销售', ad: '广告', tip: '打赏', licence: '授权', brand: '品牌合作', subscription: '订阅' }, uses: { stream: '流媒体', download: '下载', sync: '影视', vinyl: '黑胶', cd: 'CD' },
    less: { recouped: (amount) => `扣回 ${amount}`, reserved: (amount) => `留存 ${amount}`, held: (amount) => `冻结 ${amount}` },
    verify: '在本浏览器核验', verifyText: '由完成结算的同一核心在您的设备上重新计算：您的各行、所在收益池的总表，以及日志的签名。', verifying: '正在重新计算',
    holds: (checks, tables) => `全部 ${checks} 项核验成立，使用了 ${tables} 份收益池总表。`,
    json: '保存证明（JSON）', csv: '存为 CSV', page: '存为可打印网页',
  },
};
