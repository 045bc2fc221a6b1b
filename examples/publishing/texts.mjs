// What the publisher's pages say.
const en = {
  code: 'en', other: '中文', name: 'The Press', lead: 'Books by their authors. Each says who made it, and a licence to read it is signed by both sides.',
  shelf: 'Books', write: 'Write', library: 'My books', earnings: 'Royalties', signIn: 'Sign in as', signOut: 'Sign out', by: 'by', empty: 'No book yet. Sign in and write the first one.',
  writeLead: 'Write, proofread and see it as pages; name it in Book, and register it in Prove. Nothing leaves this browser until then.', sell: 'Put it on sale', working: 'One moment…',
  sellLead: 'A licence for one reader to read the book, for ever and everywhere. You sign the offer once; whoever takes it signs too, and the registry records both.',
  price: 'Price of a licence, in EUR', about: 'What readers should know about it', publish: 'Sign the offer and publish', signature: 'Your signature',
  keyReady: 'You sign with your key in this browser.', keyNew: 'Your key is made in this browser. Its file is saved: with the passphrase it opens your key anywhere. Nobody else has a copy.',
  keyElsewhere: 'Your key is in another browser: choose its file.', keyOther: 'The key of another member is in this browser. It gives way to yours; its own file opens it again.', keyFile: 'The file of your key', passphrase: 'Passphrase (at least 10 characters)',
  noBook: 'Write something first.', notRegistered: 'This text is not registered as it stands: register it in the tab Prove.', making: 'The EPUB is made…', sending: 'It is sent…', use: 'One reader: to read the book',
  licence: 'A licence to read', licenceText: 'For you alone, for ever and everywhere. You sign it with a key of your own.', changed: 'The offer is not what its author signed. Nothing was signed.',
  own: 'This is your book.', signInToBuy: (price) => `A licence to read it costs ${price}. Sign in to buy one.`, buy: (price) => `Sign and buy for ${price}`, agreed: (price) => `Both sides have signed the licence. ${price} are still to be paid.`,
  pay: (price) => `Pay ${price}`, till: 'The till of this example takes no real money.', thanks: 'Thank you. The licence is paid, and the book is yours to read.', yours: 'You have a licence to read this book.', download: 'Download the EPUB',
  book: 'Book', amount: 'Amount', state: 'State', reader: 'Reader', day: 'Day', states: { open: 'signed, not paid yet', paid: 'paid', cancelled: 'cancelled' }, sales: 'Licences sold', salesEmpty: 'No licence has been sold yet.', libraryEmpty: 'You have no book yet.',
  pleaseSignIn: 'Sign in first.', notFound: 'There is no such page.', failed: 'That did not work: ', unavailable: 'The site cannot do this at the moment. Try again in a minute.',
  notYours: 'The work or its offer is not yours.', noEpub: 'The file is no EPUB.', buyFirst: 'The book is for those who have a paid licence.', tooLarge: 'A book has at most 64 MB.',
};
const zh = {
  code: 'zh-CN', other: 'English', name: '书坊', lead: '作者亲自出版的书。每本都说明出自谁手，阅读许可由双方签名。',
  shelf: '书架', write: '写作', library: '我的书', earnings: '版税', signIn: '登录身份', signOut: '退出', by: '作者', empty: '还没有书。请登录并写下第一本。',
  writeLead: '写作、校对、看排好的书页；在“书籍”中署名，在“登记”中登记。登记之前，内容不离开本浏览器。', sell: '上架出售', working: '请稍候……',
  sellLead: '许可供一位读者阅读本书，不限时间与地域。要约只需您签名一次；接受者也须签名，双方签名都记入登记库。',
  price: '每份许可的价格（欧元）', about: '向读者介绍本书', publish: '签署要约并上架', signature: '您的签名',
  keyReady: '用本浏览器中您的密钥签名。', keyNew: '密钥在本浏览器中生成，并保存为文件：凭口令可在任何地方打开。别人没有副本。',
  keyElsewhere: '您的密钥在另一个浏览器中：请选择密钥文件。', keyOther: '本浏览器中是另一位成员的密钥，将换成您的；凭其文件可再次打开。', keyFile: '您的密钥文件', passphrase: '口令（至少 10 个字符）',
  noBook: '请先写些内容。', notRegistered: '目前的文本尚未登记：请在“登记”页登记。', making: '正在生成 EPUB……', sending: '正在发送……', use: '一位读者：阅读本书',
  licence: '阅读许可', licenceText: '只供您本人，不限时间与地域。您用自己的密钥签名。', changed: '要约与作者签署的不一致。未作任何签名。',
  own: '这是您的书。', signInToBuy: (price) => `阅读许可 ${price}。请登录后购买。`, buy: (price) => `签名并以 ${price} 购买`, agreed: (price) => `双方已签署许可，尚待支付 ${price}。`,
  pay: (price) => `支付 ${price}`, till: '本示例的收银台不收真钱。', thanks: '谢谢。许可已付款，可以阅读本书了。', yours: '您有本书的阅读许可。', download: '下载 EPUB',
  book: '书名', amount: '金额', state: '状态', reader: '读者', day: '日期', states: { open: '已签署，待付款', paid: '已付款', cancelled: '已取消' }, sales: '售出的许可', salesEmpty: '尚未售出许可。', libraryEmpty: '您还没有书。',
  pleaseSignIn: '请先登录。', notFound: '没有这个页面。', failed: '操作未成功：', unavailable: '网站暂时无法完成此操作，请稍后再试。',
  notYours: '作品或要约不属于您。', noEpub: '该文件不是 EPUB。', buyFirst: '本书供已付款的许可持有人阅读。', tooLarge: '一本书最多 64 MB。',
};
/** The reader's choice, else the browser's language. */
export const textsFor = (choice, accept = '') => (/^zh/.test(choice ?? accept) ? zh : en);
