// Pictures as files, by Chromium's encoders: what exifr and sharp, which nobody here wrote, read out of them.
import assert from 'node:assert/strict';
