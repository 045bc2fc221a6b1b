// The only thing that the backend does: it holds the API key, knows who is signed in, and hands out session tokens.
export async function POST() {
  const answer = await fetch(`${process.env.COLOPHON_SERVER}/v1/sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${process.env.COLOPHON_KEY}`, 'content-type': 'application/json' },
    // The user of this site's own session belongs here.
    body: JSON.stringify({ external_id: 'user-17', name: 'A member', origin: process.env.SITE_ORIGIN ?? 'http://localhost:3000' }),
  });
  return new Response(await answer.text(), { status: answer.status, headers: { 'content-type': 'application/json' } });
}
