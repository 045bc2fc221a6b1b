// 运营台的“销售”页。
import type { SalesMessages } from './sales.en.js';

export const salesZh: SalesMessages = {
  lead: '各服务与发行方的报表在这里变成收入明细。尚未对应到作品的明细先挂账：从不凭猜测付款。',
  suspense: '挂账金额', matchedAll: '所有明细都已对应到作品。', keys: (lines, keys) => `${lines} 条明细，${keys} 个不同的作品或标题`,
  states: { open: '待处理', postponed: '暂缓', rejected: '非本方', matched: '已对应' },
  bring: {
    title: '导入报表', choose: '选择文件', drop: '或拖到这里：任何服务的 CSV 或 TSV、DDEX DSR，也可用 gzip 压缩',
    reading: '正在读取', tooLarge: '超过 48 MB 的文件请用命令行导入：colophon import sales。',
    dsr: (profile, sender) => `DDEX DSR，${profile}，来自 ${sender}，不需要映射。`,
    mapping: '映射', guessed: '新建（根据表头推测）', another: '换一个文件', part: (rows) => `这里只读了文件的前 ${rows} 行；导入时会读取全部。`,
    lacking: (fields) => `请先指明以下内容的来源，预览即会出现：${fields}。`,
    import: '导入', importing: '正在导入', imported: (lines, matched) => `已导入 ${lines} 条明细，其中 ${matched} 条已对应到作品。`,
    again: '该文件以前已导入，未作任何更改。', sameContent: '即使另一个文件含有相同明细，仍然导入',
    onlyWriters: '只有“运营”与“财务”角色可以执行此操作。', save: '映射另存为', saveButton: '保存', saved: (name) => `已保存为 @${name}。`,
  },
  editor: {
    title: '各列如何变成收入明细', source: '服务', json: '映射的 JSON', jsonApply: '采用', jsonBad: '这不是 JSON。',
    column: '列', none: '文件中没有', constant: '固定值', value: '值', format: '日期格式', product: '多列之积：见 JSON', meanings: '含义对照',
    meaningsHint: '报表用语 = 本系统用语；下一条', table: '表格', separator: '分隔符', decimal: '小数点', group: '千位分隔', skip: '表头之前的行数', encoding: '编码',
    separators: { ',': '逗号', ';': '分号', '\t': '制表符', '|': '竖线' }, noGroup: '无', space: '空格', required: '必需',
    fields: {
      date: '使用日期', kind: '收入种类', amount: '金额', currency: '币种', units: '数量', use: '用途', territory: '地区', source: '服务（逐行）', side: '权利方面',
      isrc: 'ISRC', iswc: 'ISWC', upc: 'UPC 或 EAN', proprietary: '服务自有编号', title: '标题', artist: '艺人', original: '交易编号',
    },
    kinds: { ad: '广告', subscription: '订阅', tip: '打赏', licence: '许可', brand: '品牌合作', sale: '单件销售' },
  },
  preview: {
    title: '导入结果预览', lines: (lines, rows) => `${rows} 行中得到 ${lines} 条收入明细`, used: (first, last) => `使用日期 ${first} 至 ${last}`,
    sum: (units, lines) => `数量 ${units}，共 ${lines} 条`, returns: (count, amount) => `其中退货 ${count} 条：${amount}`, unmatched: (amount, lines) => `尚无作品：${amount === '' ? '全部' : `${amount}，共 ${lines} 条`}`,
    refused: (count) => (count === '1' ? '该文件将被拒绝：' : `该文件将被拒绝，共 ${count} 处错误：`), more: '以及更多',
    findings: '请查看', times: (count, row) => `${count} 次，首见于第 ${row} 行`,
    columns: { row: '行', date: '日期', kind: '种类', use: '用途', territory: '地区', units: '数量', amount: '金额', title: '标题', work: '作品' }, open: '待处理', empty: '没有任何一行成为明细。',
    own: '文件原有的行',
    codes: {
      isrc: '不是 ISRC', iswc: '不是 ISWC，或校验位有误', upc: '不是 UPC 或 EAN，或校验位有误', territory: '不是国家或地区，按“未知”处理',
      use: '不是规范用语，已转换', source: '不是规范的服务名，已转换', sign: '数量与金额符号相反', zero: '既无数量也无金额',
      rounded: '小数超过 12 位，已舍入', long: '文字过长，已截断', no_lines: '没有任何收入明细', totals: '汇总与明细不符', value: '不在标准的允许值之内',
      missing: '缺少文字', alias: '有人将它对应到另一作品，与其编码不符',
    },
  },
  queue: {
    title: '待办队列', lead: '金额大者在前。您的确认适用于同一事物的所有明细，包括以后的文件。',
    find: '标题、艺人或编号', state: '状态', currency: '币种', any: '全部', suggest: '查找建议', suggesting: '正在比较标题', suggested: (keys, found) => `${keys} 项中有 ${found} 项找到相似作品。`,
    empty: '这里没有待办事项。', this: '就是它', thisLabel: (work, title) => `就是它：“${title}”即作品“${work}”`, reject: '非本方', postpone: '稍后', reopen: '重新打开', other: '其他作品',
    noSuggestion: '没有相似的作品。', reason: { isrc: 'ISRC 相同', iswc: 'ISWC 相同', upc: 'UPC 相同', id: '编号相同', title: '标题与姓名相似' },
    search: '按标题查找作品', searchButton: '查找', nothingLike: '没有标题相似的作品。', lines: (lines, units) => `${lines} 条，数量 ${units}`,
    untitled: '无标题', more: '显示更多', matchedTo: (work, who) => `${work}（${who}）`, byIdentifier: '按编码',
  },
  posting: {
    title: '过账到收入', lead: '过账的内容由下一次结算分配，每条明细只计一次。没有作品的明细在账上挂账；对应到作品并再次过账后，归其权利人所有。',
    until: '截至月份', all: '全部', show: '查看将过账的内容', nothing: '没有可过账的内容。', post: '过账', posted: (lines) => `已过账 ${lines} 条收入。`,
    period: '计入月份', groups: { sales: '归入作品', suspense: '转入挂账', resolved: '转出挂账', reversed: '冲回' }, lines: (lines) => `${lines} 条`,
    waiting: (count) => `${count} 条退货等待中：没有可冲回的销售。`,
  },
  files: {
    title: '已导入的报表', empty: '还没有导入任何报表。', columns: { name: '文件', source: '服务', used: '使用日期', money: '金额', lines: '明细', posted: '已过账', by: '导入者' },
    withdraw: '撤回', withdrawLabel: (name) => `撤回 ${name}`, confirm: (name) => `撤回 ${name} 及其全部明细？其中没有任何明细已过账。`,
    report: '某月的明细', download: '下载 CSV',
  },
};
