import 'server-only';
import { createTransport } from 'nodemailer';
import { env } from '@/lib/server/core/env';
import { log } from '@/lib/server/core/log';

const TIMEOUT_MS = 10_000;

/** Whether this installation sends mail. */
export const mailIsSet = (): boolean => env().SMTP_URL !== undefined;

/** Sends a text by mail. Returns whether the mail server took it; a fault is logged without the text, which may hold a link. */
export async function sendMail(to: string, subject: string, text: string): Promise<boolean> {
  const { SMTP_URL: url, SMTP_FROM: from } = env();
  if (url === undefined) return false;
  const limits = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
  const transport = createTransport({ url, ...limits });
  try {
    await transport.sendMail({ from, to: { name: '', address: to }, subject: subject.replace(/\s+/g, ' '), text });
    return true;
  } catch (e) {
    log().error({ err: e }, 'the mail server did not take a mail');
    return false;
  } finally {
    transport.close();
  }
}
