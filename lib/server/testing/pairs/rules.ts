import 'server-only';

/** Questions to the database, of all workspaces, whose answers are always empty: each names what breaks a rule. */
export const NEVER: Record<string, string> = {
  'a living version names a deleted tax code': `
    SELECT p.id FROM (SELECT id, phases AS cards FROM plans WHERE deleted_at IS NULL UNION ALL
                      SELECT id, rate_cards FROM add_ons WHERE deleted_at IS NULL) p
    JOIN tax_codes t ON t.deleted_at IS NOT NULL AND p.cards::text LIKE '%' || t.id || '%'`,
  'a default is a deleted tax code': `
    SELECT t.id FROM tax_code_defaults d JOIN tax_codes t ON t.id IN (d.invoicing_tax_code_id, d.credit_grant_tax_code_id)
    WHERE t.deleted_at IS NOT NULL`,
  'a version on sale names a deleted feature': `
    SELECT p.id FROM plans p JOIN features f ON f.deleted_at IS NOT NULL AND p.phases::text LIKE '%' || f.id || '%'
    WHERE p.deleted_at IS NULL AND p.effective_from IS NOT NULL AND (p.effective_to IS NULL OR p.effective_to > now())`,
  'a feature is of a deleted meter, or filters by what the meter lost': `
    SELECT f.id FROM features f JOIN meters m ON m.id = f.meter_id
    WHERE f.deleted_at IS NULL AND (m.deleted_at IS NOT NULL OR (f.meter_filters ? 'm' AND NOT m.dimensions ? 'm'))`,
  'a living plan offers a deleted add-on': `
    SELECT o.id FROM plan_add_ons o JOIN plans p ON p.id = o.plan_id JOIN add_ons a ON a.id = o.add_on_id
    WHERE p.deleted_at IS NULL AND a.deleted_at IS NOT NULL`,
  'two versions of a plan or an add-on are on sale at once': `
    SELECT a.id FROM (SELECT id, workspace_id, 'plan' AS kind, key, tstzrange(effective_from, effective_to) AS on_sale FROM plans
                      WHERE deleted_at IS NULL AND effective_from IS NOT NULL UNION ALL
                      SELECT id, workspace_id, 'add-on', key, tstzrange(effective_from, effective_to) FROM add_ons
                      WHERE deleted_at IS NULL AND effective_from IS NOT NULL) a
    JOIN (SELECT id, workspace_id, 'plan' AS kind, key, tstzrange(effective_from, effective_to) AS on_sale FROM plans
          WHERE deleted_at IS NULL AND effective_from IS NOT NULL UNION ALL
          SELECT id, workspace_id, 'add-on', key, tstzrange(effective_from, effective_to) FROM add_ons
          WHERE deleted_at IS NULL AND effective_from IS NOT NULL) b
    USING (workspace_id, kind, key) WHERE a.id < b.id AND a.on_sale && b.on_sale`,
  'two drafts of a plan or an add-on wait': `
    SELECT min(id) FROM (SELECT id, workspace_id, 'plan' AS kind, key FROM plans WHERE deleted_at IS NULL AND effective_from IS NULL UNION ALL
                         SELECT id, workspace_id, 'add-on', key FROM add_ons WHERE deleted_at IS NULL AND effective_from IS NULL) d
    GROUP BY workspace_id, kind, key HAVING count(*) > 1`,
  'two that live have one key': `
    SELECT min(id) FROM (SELECT id, workspace_id, 'meter' AS kind, key FROM meters WHERE deleted_at IS NULL UNION ALL
                         SELECT id, workspace_id, 'feature', key FROM features WHERE deleted_at IS NULL UNION ALL
                         SELECT id, workspace_id, 'tax code', key FROM tax_codes WHERE deleted_at IS NULL UNION ALL
                         SELECT id, workspace_id, 'customer', key FROM customers WHERE deleted_at IS NULL UNION ALL
                         SELECT id, workspace_id, 'currency', code FROM custom_currencies UNION ALL
                         SELECT id, workspace_id, 'price', provider || ' ' || model_id || ' ' || effective_from FROM llm_price_overrides
                         WHERE deleted_at IS NULL) k
    GROUP BY workspace_id, kind, key HAVING count(*) > 1`,
  'a subject belongs to two, or to a deleted customer': `
    SELECT s.subject FROM customer_subjects s JOIN customers c ON c.id = s.customer_id
    WHERE s.belongs_to IS NULL GROUP BY s.workspace_id, s.subject HAVING count(*) > 1 OR bool_or(c.deleted_at IS NOT NULL)`,
  'a customer has two subscriptions at once': `
    SELECT a.id FROM subscriptions a JOIN subscriptions b USING (customer_id)
    WHERE a.id < b.id AND a.deleted_at IS NULL AND b.deleted_at IS NULL
      AND tstzrange(a.active_from, a.active_to) && tstzrange(b.active_from, b.active_to)`,
  'a subscription goes on without its customer': `
    SELECT s.id FROM subscriptions s JOIN customers c ON c.id = s.customer_id
    WHERE s.deleted_at IS NULL AND c.deleted_at IS NOT NULL AND (s.active_to IS NULL OR s.active_to > now())`,
  'an add-on was bought twice for one time': `
    SELECT min(id) FROM subscription_add_ons GROUP BY subscription_id, add_on_id HAVING count(*) > 1`,
  'items of one key and phase overlap': `
    SELECT a.id FROM subscription_items a JOIN subscription_items b USING (subscription_id, phase_key, key)
    WHERE a.id < b.id AND a.recorded_to IS NULL AND b.recorded_to IS NULL AND a.source <> 'addon' AND b.source <> 'addon'
      AND tstzrange(a.active_from, a.active_to) && tstzrange(b.active_from, b.active_to)`,
  'two lists of model prices are in force': `
    SELECT workspace_id FROM llm_price_lists WHERE ended_at IS NULL GROUP BY workspace_id HAVING count(*) > 1`,
  'two invitations of one address wait': `
    SELECT email FROM invitations WHERE accepted_at IS NULL AND revoked_at IS NULL GROUP BY workspace_id, email HAVING count(*) > 1`,
  'an event is stored twice': 'SELECT id FROM usage_events GROUP BY workspace_id, source, id HAVING count(*) > 1',
  'an act that ends a thing is in the log twice': `
    SELECT resource_id FROM audit_entries WHERE action ~ '\\.(delete|remove|revoke|archive)$' AND resource_type <> 'member'
    GROUP BY workspace_id, action, resource_id HAVING count(*) > 1`,
  'the log of a workspace has a gap': `
    SELECT workspace_id FROM audit_entries GROUP BY workspace_id HAVING count(*) <> max(sequence) - min(sequence) + 1`,
  'a second factor counts without recovery codes, or has more than were shown': `
    SELECT u.id FROM users u LEFT JOIN recovery_codes r ON r.user_id = u.id
    WHERE u.totp_since IS NOT NULL GROUP BY u.id HAVING count(r.id) <> 10`,
};
