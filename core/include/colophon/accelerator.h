/* The interface of an accelerator: a shared library that does the optimiser's passes over a whole instance, on a GPU or elsewhere.
 * It has one symbol, colophon_accelerator_v1. Whoever calls core opens it (dlopen) and hands the table to core; core never loads anything.
 *
 * What it computes are sums of whole numbers and decisions that do not depend on their order, so its answers are the processor's, bit for
 * bit (core/src/value/decide_cell.hpp and exact_cell.hpp have the arithmetic). It serves dense instances with one channel an item, no caps,
 * uint16 columns, at most 64 channels and 1024 limits; core keeps the others on the processor.
 *
 * Conventions: functions that return int give 0 where they did it. A message is a sentence of UTF-8 with a final 0, cut to its room. An instance is used by one
 * thread at a time. Nothing is thrown. This header is C11. */
#ifndef COLOPHON_ACCELERATOR_H
#define COLOPHON_ACCELERATOR_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COLOPHON_ACCELERATOR_VERSION 1
#define COLOPHON_ACCELERATOR_CHANNELS_MAX 64
#define COLOPHON_ACCELERATOR_ROWS_MAX 1024

/* What an instance is, without its columns. A row is a limit with a price: the channels' budgets, then the groups' floors. */
typedef struct ColophonAcceleratorShape {
  uint64_t items;
  uint32_t channels;
  uint32_t groups;            /* 0: there are no floors */
  const int64_t* budget;      /* channels numbers; only read during create() */
} ColophonAcceleratorShape;

/* The columns of some items: `count` of them from `first` on. */
typedef struct ColophonAcceleratorItems {
  uint64_t first, count;
  const uint16_t* value;      /* count x channels, row-major */
  const uint16_t* cost;
  const uint32_t* group;      /* count numbers below groups; null where there are no floors */
} ColophonAcceleratorItems;

/* Decides the items for which prices in a box leave no doubt. */
typedef struct ColophonAcceleratorSieve {
  const float* channel_price; /* 5 a channel: ChannelPrice of decide_cell.hpp */
  const float* group_price;   /* 2 a group: GroupPrice; one pair of 0 where there are no floors */
  int64_t value;              /* out: of what the decided items take */
  int64_t* used;              /* out: by row; of a floor, how many are shown */
  uint32_t* undecided;        /* out: one bit an item, (items + 31) / 32 words */
} ColophonAcceleratorSieve;

/* Decides every item at given prices, in integers. The caller has made sure that no worth leaves 62 bits. */
typedef struct ColophonAcceleratorExact {
  const int64_t* price;       /* by row, in units of 2^-bits */
  int32_t bits;
  int64_t near_cost;          /* in units of 2^-bits */
  uint64_t surplus_low;       /* out: the sum of all items' worth is surplus_high * 2^32 + surplus_low */
  uint64_t surplus_high;
  int64_t value;              /* out */
  int64_t* used;              /* out: by row */
  uint8_t* taken;             /* out: by item, the channel, or 255 */
  uint32_t* near;             /* out: one bit an item: a change of mind costs at most near_cost */
} ColophonAcceleratorExact;

typedef struct ColophonAccelerator {
  uint32_t version;           /* COLOPHON_ACCELERATOR_VERSION */
  /* 0 where there is a device, and the message is its name; otherwise the message says what is missing. */
  int (*probe)(char* message, size_t message_bytes);
  /* Room for an instance on the device; null where there is not enough, with a message. */
  void* (*create)(const ColophonAcceleratorShape* shape, char* message, size_t message_bytes);
  int (*load)(void* instance, const ColophonAcceleratorItems* items);
  int (*sieve)(void* instance, ColophonAcceleratorSieve* pass);
  int (*exact)(void* instance, ColophonAcceleratorExact* pass);
  void (*destroy)(void* instance);
} ColophonAccelerator;

/* The one symbol of the library. The table lives as long as the library is loaded. */
typedef const ColophonAccelerator* (*ColophonAcceleratorEntry)(void);
#define COLOPHON_ACCELERATOR_SYMBOL "colophon_accelerator_v1"

#ifdef __cplusplus
}
#endif

#endif
