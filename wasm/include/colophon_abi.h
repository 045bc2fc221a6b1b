/* The C ABI of Colophon's core: what colophon.wasm exports. Bytes in, bytes out; no logic of its own.
 *
 * Conventions
 * - Every verb returns a status: 0, or a colophon::Errc (core/include/colophon/base/error.hpp).
 * - Inputs are a pointer and a size in bytes, owned by the caller. Text is UTF-8 without a terminating zero.
 * - Outputs are a colophon_buffer that the caller passes in (two 32-bit words: address, size). The verb fills it with memory that the caller
 *   gives back with colophon_free. On failure the buffer holds the error as JSON: {"code","detail","field"}.
 * - A colophon_image is a handle that the caller gives back with colophon_image_free.
 * - Nothing is global: two calls never share a result. Memory that grows detaches JavaScript's views; fetch them again after every call.
 * - JSON that comes out is canonical (RFC 8785) and holds integers only; floating point appears only in the tensor and the logits.
 */
#ifndef COLOPHON_ABI_H
#define COLOPHON_ABI_H
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COLOPHON_ABI_VERSION 1

typedef struct colophon_buffer {
  uint8_t* data;
  uint32_t size;
} colophon_buffer;
typedef struct colophon_image colophon_image;

uint32_t colophon_abi_version(void);
void* colophon_alloc(uint32_t size); /* 0 where memory is exhausted */
void colophon_free(void* data);
/* After a trap: 1 where the module stopped because an allocation failed. Natively always 0. */
uint32_t colophon_memory_exhausted(void);

/* 32 bytes. */
int32_t colophon_sha256(const uint8_t* data, uint32_t size, colophon_buffer* out);
int32_t colophon_blake3(const uint8_t* data, uint32_t size, colophon_buffer* out);
/* A handle for data that comes in pieces. */
typedef struct colophon_hasher colophon_hasher;
colophon_hasher* colophon_hasher_new(void);
void colophon_hasher_update(colophon_hasher* hasher, const uint8_t* data, uint32_t size);
int32_t colophon_hasher_finish(colophon_hasher* hasher, colophon_buffer* out); /* frees the hasher */

/* The canonical form of a JSON document. */
int32_t colophon_canonical_json(const uint8_t* text, uint32_t size, colophon_buffer* out);
/* 32 bytes: the commitment of {"domain","salt","payload"}. */
int32_t colophon_commitment(const uint8_t* json, uint32_t size, colophon_buffer* out);

/* JPEG or PNG. On success *image is a handle and `out` holds {"width","height","format","orientation"} (size after orientation). */
int32_t colophon_image_decode(const uint8_t* file, uint32_t size, colophon_image** image, colophon_buffer* out);
void colophon_image_free(colophon_image* image);
/* RGBA, 4 bytes a pixel, for a canvas; scaled down (box filter) so that neither side exceeds side_max (0: full size).
 * The first 8 bytes are width and height as little-endian u32. */
int32_t colophon_image_rgba(const colophon_image* image, uint32_t side_max, colophon_buffer* out);
/* {"features":[{"name","value_milli","usual_low_milli","usual_high_milli","verdict","advice","repair"}]} */
int32_t colophon_image_features(const colophon_image* image, colophon_buffer* out);
/* A new handle; `name` is "levels" or "sharpen". The old image is unchanged: undo is to go back to it. */
int32_t colophon_image_repair(const colophon_image* image, const uint8_t* name, uint32_t size, colophon_image** repaired,
                              colophon_buffer* out);
/* Little-endian float32, 36 x 3 x 56 x 56. */
int32_t colophon_image_quality_input(const colophon_image* image, colophon_buffer* out);
/* `logits`: little-endian float32, crops x 10. Out: {"mean_milli","variance_milli","probability_ppm":[10]}. */
int32_t colophon_quality_from_logits(const uint8_t* logits, uint32_t size, colophon_buffer* out);

/* What an editor asks of a decoded picture (colophon-picture.wasm). {"swatches":[{"rgb":[3],"share_ppm"}]}, at most `count` of them. */
int32_t colophon_picture_palette(const colophon_image* image, uint32_t count, colophon_buffer* out);
/* Width and height as little-endian u32, then a byte a cell, rows from the top. */
int32_t colophon_picture_saliency(const colophon_image* image, colophon_buffer* out);
/* The best crop in the ratio width : height: {"x","y","width","height","score_ppm"}, pixels of the picture. */
int32_t colophon_picture_crop(const colophon_image* image, uint32_t width, uint32_t height, colophon_buffer* out);
/* {"scheme","main":[3],"schemes":[{"scheme","angle_milli","off_milli","colours":[[3]]}]}: core/include/colophon/picture/harmony.hpp. */
int32_t colophon_picture_harmony(const colophon_image* image, colophon_buffer* out);
/* {"measures":{"warmth",...},"tags":["warm",...]}: core/include/colophon/picture/style.hpp. */
int32_t colophon_picture_style(const colophon_image* image, colophon_buffer* out);
/* The metadata of `source` (JPEG, PNG) into `encoded` (JPEG, PNG, WebP), whose own are taken out; with keep 0 the colour profile alone. `width` and
 * `height` are those of the new picture. On success `file` holds the new file and `out` {"metadata":"kept"|"stripped"|"none","dropped":["exif",...]}. */
int32_t colophon_picture_metadata(const uint8_t* source, uint32_t source_size, const uint8_t* encoded, uint32_t encoded_size, uint32_t width,
                                  uint32_t height, uint32_t keep, colophon_buffer* file, colophon_buffer* out);
/* Upscaling by a model that the caller runs: core/include/colophon/picture/upscale.hpp. A handle, given back with colophon_upscale_free before its picture
 * is; out: {"tiles","width","height"}: how many there are, and the size of each. */
typedef struct colophon_upscale colophon_upscale;
int32_t colophon_upscale_new(const colophon_image* image, colophon_upscale** upscale, colophon_buffer* out);
void colophon_upscale_free(colophon_upscale* upscale);
/* Little-endian float32, 3 x height x width, 0 to 1. */
int32_t colophon_upscale_input(const colophon_upscale* upscale, uint32_t tile, colophon_buffer* out);
/* The model's answer: little-endian float32, 3 x twice the height x twice the width. Out: nothing. */
int32_t colophon_upscale_blend(colophon_upscale* upscale, uint32_t tile, const uint8_t* values, uint32_t size, colophon_buffer* out);
/* After all tiles: width and height of the new picture as little-endian u32, then RGB rows from the top. */
int32_t colophon_upscale_finish(const colophon_upscale* upscale, colophon_buffer* out);
/* A picture of what colophon_upscale_finish gave. Out: {"width","height"}. */
int32_t colophon_picture_from_rgb(const uint8_t* data, uint32_t size, colophon_image** image, colophon_buffer* out);
/* What the picture needs: {"exposure_milli","contrast","saturation","warmth","tint","denoise","sharpen"}. */
int32_t colophon_picture_enhance(const colophon_image* image, colophon_buffer* out);
/* `edit`: {"crop"?:{"x","y","width","height"},"turns"?,"mirror"?,"adjust"?:{what enhance gives, all optional}}. Out: RGBA as of colophon_image_rgba, scaled
 * down so that neither side exceeds `longest` (0: full size). The picture itself stays as it is. */
int32_t colophon_picture_preview(const colophon_image* image, const uint8_t* edit, uint32_t size, uint32_t longest, colophon_buffer* out);

/* Reading a text (colophon-words.wasm). A text is UTF-16, little-endian; places and lengths are its units, as int32.
 * Where it may be parted: `kind` is 0 for graphemes, 1 for words, 2 for sentences. Out: ends as little-endian int32, ascending. */
int32_t colophon_text_segments(const uint8_t* text, uint32_t size, uint32_t kind, colophon_buffer* out);
/* {"tag","confidence_ppm"} */
int32_t colophon_text_language(const uint8_t* text, uint32_t size, colophon_buffer* out);
/* What reads texts: `dictionary` is a Chinese dictionary (docs/formats/chinese-dictionary.md), `familiar` a list of English words, one a line; each may be of
 * size 0. A handle that the caller gives back with colophon_reader_free. Out: {"chinese":0|1,"familiar":count}. */
typedef struct colophon_reader colophon_reader;
int32_t colophon_reader_open(const uint8_t* dictionary, uint32_t dictionary_size, const uint8_t* familiar, uint32_t familiar_size, colophon_reader** reader,
                             colophon_buffer* out);
void colophon_reader_free(colophon_reader* reader);
/* Words of a text in Chinese, by the dictionary (without one by Unicode's rules); `traditional` is 1 for zh-Hant. Out: ends as little-endian int32. */
int32_t colophon_reader_words(const colophon_reader* reader, const uint8_t* text, uint32_t size, uint32_t traditional, colophon_buffer* out);
/* A book: `text` is its chapters one after the other, `lengths` those of the chapters (little-endian int32), `language` a BCP 47 tag in UTF-8, or of size 0.
 * Out: core/include/colophon/text/reading.hpp as JSON, docs/explanation/reading.md. */
int32_t colophon_reader_read(const colophon_reader* reader, const uint8_t* text, uint32_t size, const uint8_t* lengths, uint32_t lengths_size,
                             const uint8_t* language, uint32_t language_size, colophon_buffer* out);

/* Proofreading (colophon-words.wasm; core/include/colophon/proofread). Texts are UTF-16, little-endian; places are its units.
 * A dictionary (docs/formats/proofreading.md) as a handle, given back with colophon_proofreader_free. Out: {"language":"en"|"zh","words"}. */
typedef struct colophon_proofreader colophon_proofreader;
int32_t colophon_proofreader_open(const uint8_t* dictionary, uint32_t size, colophon_proofreader** proofreader, colophon_buffer* out);
void colophon_proofreader_free(colophon_proofreader* proofreader);
/* Words that are right in this book, one a line; those of the last call alone hold. Out: {}. */
int32_t colophon_proofreader_words(colophon_proofreader* proofreader, const uint8_t* lines, uint32_t size, colophon_buffer* out);
/* What is probably wrong: [{"begin","end","fixes":[text],"kind","rule"}], in the order of the text. `quotation` is 1 where the paragraph after this text
 * opens with a quotation mark. */
int32_t colophon_proofreader_read(const colophon_proofreader* proofreader, const uint8_t* text, uint32_t size, uint32_t quotation, colophon_buffer* out);
/* Words that the text uses as its own: [{"count","text"}], the most frequent first. */
int32_t colophon_proofreader_names(const colophon_proofreader* proofreader, const uint8_t* text, uint32_t size, colophon_buffer* out);

/* {"characters",...,"language"} */
int32_t colophon_text_features(const uint8_t* text, uint32_t size, colophon_buffer* out);

/* Verifies a statement, pool table, receipt, consistency, plan or journal file; `table` may be of size 0. Out: the report as JSON. A document that
 * is false gives status 0 and a report whose "holds" is false; a status is for what is no such document at all. A C2SP .tlog-proof is
 * taken too; then `table` is the bytes of its entry, or of size 0 where the proof says itself what its entry was made from. */
int32_t colophon_verify(const uint8_t* document, uint32_t size, const uint8_t* table, uint32_t table_size, colophon_buffer* out);

/* A settlement bundle (docs/formats/settlement-bundle.md), file by file: the auditor's replay, and what-if. Give it back with colophon_bundle_free. */
typedef struct colophon_bundle colophon_bundle;
colophon_bundle* colophon_bundle_new(void);
void colophon_bundle_free(colophon_bundle* bundle);
/* A file of the bundle; a second one of the same name replaces the first. */
void colophon_bundle_add(colophon_bundle* bundle, const uint8_t* name, uint32_t name_size, const uint8_t* text, uint32_t size);
/* Settles what was added. `options`: JSON, {"period"?, "as_of"?} or of size 0. Out: {"settlement":header,"root","pools":[headers],"statements":[{"party",
 * "name"}],"warnings":[...],"currencies":[...]}. What follows reads the result of the last settling. */
int32_t colophon_bundle_settle(colophon_bundle* bundle, const uint8_t* options, uint32_t size, colophon_buffer* out);
int32_t colophon_bundle_statement(const colophon_bundle* bundle, uint32_t index, colophon_buffer* out);
int32_t colophon_bundle_table(const colophon_bundle* bundle, uint32_t index, colophon_buffer* out);
int32_t colophon_bundle_journal(const colophon_bundle* bundle, colophon_buffer* out);
/* A statement's amount in words: `request` is {"line"?: n, "locale"?: "zh-CN"}; without a line, balances and payout. */
int32_t colophon_explain(const uint8_t* statement, uint32_t size, const uint8_t* request, uint32_t request_size, colophon_buffer* out);
/* "colophon/agreements/1" in words: [{"agreement","title","from","text"}|{"pool","text"}, ...]. */
int32_t colophon_explain_agreements(const uint8_t* document, uint32_t size, const uint8_t* locale, uint32_t locale_size, colophon_buffer* out);
/* The "problem" object of docs/formats/plan.md in, "colophon/plan/2" out. */
int32_t colophon_plan(const uint8_t* problem, uint32_t size, colophon_buffer* out);

/* ISCC (ISO 24138:2024). Data- and Instance-Code of data in pieces:
 * {"data","datahash","filesize","instance","iscc"}; `wide` is 1 for 128 bits of each. */
typedef struct colophon_iscc_sum colophon_iscc_sum;
colophon_iscc_sum* colophon_iscc_sum_new(void);
void colophon_iscc_sum_update(colophon_iscc_sum* sum, const uint8_t* data, uint32_t size);
int32_t colophon_iscc_sum_finish(colophon_iscc_sum* sum, uint32_t wide, colophon_buffer* out); /* frees the handle */
/* The Text-Code of a file: `markup` is 0 plain, 1 HTML, 2 Markdown. {"characters","iscc"} */
int32_t colophon_iscc_text(const uint8_t* text, uint32_t size, uint32_t markup, colophon_buffer* out);
/* The Image-Code of a decoded picture: {"iscc"} */
int32_t colophon_image_iscc(const colophon_image* image, colophon_buffer* out);
/* A function of the standard by its name (core/include/colophon/iscc/call.hpp), arguments and result as JSON; these alone may hold
 * fractions. With function_size 0: the list of functions, [{"name","parameters"}]. */
int32_t colophon_iscc_call(const uint8_t* function, uint32_t function_size, const uint8_t* arguments, uint32_t arguments_size,
                           colophon_buffer* out);
/* Whom a checkpoint is signed by, in two steps, as curves are the caller's. `note` is a signed checkpoint, `policy` a C2SP tlog-policy or a list
 * of verifier keys. With `verdicts` of size 0: {"tasks":[{"key","message","name","signature","time","witness"}]}, key, message and signature
 * in base64: each is an Ed25519 signature to be checked. With one character a task, '1' where it is valid and '0' where not:
 * {"checks","facts","not_proven","proven"}, as in a report. */
int32_t colophon_trust(const uint8_t* note, uint32_t note_size, const uint8_t* policy, uint32_t policy_size, const uint8_t* verdicts,
                       uint32_t verdicts_size, colophon_buffer* out);

/* A declaration (docs/formats/declaration.md): checks its form. Out: the bytes that the party's key signs. */
int32_t colophon_declaration(const uint8_t* json, uint32_t size, colophon_buffer* out);

/* A whole log, as `colophon log export` writes it (tar), in pieces. `held` is a checkpoint that the reader has from elsewhere, or of size 0. On
 * success *verifier is a handle that colophon_log_verifier_finish frees; what is wrong with a piece comes out there too. */
typedef struct colophon_log_verifier colophon_log_verifier;
int32_t colophon_log_verifier_new(const uint8_t* held, uint32_t size, colophon_log_verifier** verifier, colophon_buffer* out);
void colophon_log_verifier_update(colophon_log_verifier* verifier, const uint8_t* data, uint32_t size);
int32_t colophon_log_verifier_finish(colophon_log_verifier* verifier, colophon_buffer* out); /* the report */

/* An instance of the optimiser as named raw arrays: docs/formats/raw-instance.md. A handle that the caller gives back with colophon_instance_free. */
typedef struct colophon_instance colophon_instance;
colophon_instance* colophon_instance_new(void);
void colophon_instance_free(colophon_instance* instance);
/* `name` is "values.u16", "budgets.i64", ...; `data` must come from colophon_alloc and belongs to the instance from here on, also where this fails. */
int32_t colophon_instance_array(colophon_instance* instance, const uint8_t* name, uint32_t name_size, uint8_t* data, uint32_t size, colophon_buffer* out);
/* `options`: {} or any of {"search_work","seed","gap_e12"} (integers) and {"warm":["decimal",...]}. On success `plan` holds the bytes of
 * assignment.u8 or plan.u32, and `out` {"certificate":{...},"duals":["decimal",...],"plan":"assignment.u8"|"plan.u32","passes","inner_passes_milli","steps"}. On failure
 * `out` holds the error and `plan` is empty. */
int32_t colophon_instance_solve(const colophon_instance* instance, const uint8_t* options, uint32_t size, colophon_buffer* plan, colophon_buffer* out);
/* Checks certificate.json against the arrays and a plan without solving. Out: the report as JSON. */
int32_t colophon_instance_check(const colophon_instance* instance, const uint8_t* certificate, uint32_t size, const uint8_t* plan, uint32_t plan_size,
                                colophon_buffer* out);

/* Setting a text (colophon-words.wasm; core/include/colophon/layout). Texts are UTF-16, arrays are int32, both little-endian.
 * Hyphenation patterns (docs/formats/hyphenation.md) as a handle; out: {"left","right"}, the fewest units before and after a hyphen. */
typedef struct colophon_hyphenation colophon_hyphenation;
int32_t colophon_hyphenation_new(const uint8_t* data, uint32_t size, colophon_hyphenation** hyphenation, colophon_buffer* out);
void colophon_hyphenation_free(colophon_hyphenation* hyphenation);
/* Where the words of a text that have at least `units_min` units may be divided: indices of the units that would follow the hyphens. */
int32_t colophon_hyphenate(const colophon_hyphenation* hyphenation, const uint8_t* text, uint32_t size, uint32_t units_min, colophon_buffer* out);
/* Advance widths as a handle. `table`: em, styles, then for each style: the advance of what is not listed, n, m, n x (code point, advance),
 * m x (left, right, kerning). Out: {"em","styles"}. */
typedef struct colophon_font colophon_font;
int32_t colophon_font_new(const uint8_t* table, uint32_t size, colophon_font** font, colophon_buffer* out);
void colophon_font_free(colophon_font* font);
/* Knuth and Plass on items of six numbers: kind (0 box, 1 glue, 2 penalty), width, stretch, shrink, penalty, flagged. `options`: stretch of every line,
 * emergency stretch, demerits of two hyphens, of a hyphen before the last line, of a tight line beside a loose one, tolerance in thousandths, then the
 * measures of the lines, of which the last holds for all that follow. Out: lines, overfull lines, and for each line the item where it ends and its
 * ratio in thousandths. */
int32_t colophon_break_items(const uint8_t* items, uint32_t size, const uint8_t* options, uint32_t options_size, colophon_buffer* out);
/* One paragraph in lines. `hyphenation` may be 0. `spans`: six numbers each: begin, end, kind (0 style, 1 ruby), style, begin and end in `readings` (UTF-16).
 * `options`: the 20 fields of ParagraphOptions in their order. Out: number of lines, of runs, of annotations, of overfull lines; lines of eight numbers
 * (begin, end, x, width, ratio in thousandths, flags, first run, end of runs), runs of seven (begin, end, x, advance, style, flags, vertical form) and
 * annotations of seven (line, begin and end of the base, begin and end in the readings, x, advance). */
int32_t colophon_set_paragraph(const colophon_font* font, const colophon_hyphenation* hyphenation, const uint8_t* text, uint32_t size, const uint8_t* spans,
                               uint32_t spans_size, const uint8_t* readings, uint32_t readings_size, const uint8_t* options, uint32_t options_size,
                               colophon_buffer* out);
/* Lines into pages. `blocks`: five numbers each: lines, line height, space before, after, flags; `page`: height, orphans, widows, grid. Out: pages, overfull
 * pages, number of pieces, and for each piece page, block, first line, lines, y. */
int32_t colophon_set_pages(const uint8_t* blocks, uint32_t size, const uint8_t* page, uint32_t page_size, colophon_buffer* out);

#ifdef __cplusplus
}
#endif
#endif
