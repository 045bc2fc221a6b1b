// Everything else is webpack's default. A site whose policy does not demand Trusted Types needs no configuration at all.
export default { output: { trustedTypes: 'webpack' } };
