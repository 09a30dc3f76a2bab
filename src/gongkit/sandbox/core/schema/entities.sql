CREATE INDEX calls_by_opportunity ON calls (company_id, opportunity_id);
CREATE INDEX emails_by_opportunity ON emails (company_id, opportunity_id, sent_at);
