import { Globe, type LucideIcon, Mail, MessageCircle, Phone, Radio, Search, Share2, Smartphone, Store, User } from "lucide-react";

/** Words that tell what a channel is like, in the order in which they are looked for. */
const ICONS: readonly (readonly [RegExp, LucideIcon])[] = [
  [/e-?mail|newsletter|letter|post\b/i, Mail],
  [/\bapp\b|mobile|sms/i, Smartphone],
  [/chat|messenger|whatsapp/i, MessageCircle],
  [/search|google/i, Search],
  [/social|instagram|facebook|linkedin|tiktok/i, Share2],
  [/phone|call|hotline/i, Phone],
  [/shop|store|branch|counter|desk|on.?site/i, Store],
  [/mouth|person|friend|face/i, User],
  [/web|site|page|online|portal|browser/i, Globe],
];

/** An icon for a channel, by what it is called. */
export function channelIcon(name: string): LucideIcon {
  return ICONS.find(([words]) => words.test(name))?.[1] ?? Radio;
}
