// Chromium for tests: headless, with a profile of its own, ended with the test.
import { chromium } from 'playwright-core';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

export const launch = () => chromium.launch({ executablePath: process.env.COLOPHON_CHROMIUM ?? '/usr/bin/chromium', headless: true, args: flags });
