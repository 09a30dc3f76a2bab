CREATE TABLE emails (
    company_id TEXT NOT NULL,
    id TEXT NOT NULL,
    -- the user from whose mailbox Gong took the email, sender or receiver
    mailbox_user_id TEXT NOT NULL,
    -- as it was written; email_addresses has it in plain form
    from_email TEXT NOT NULL,
    -- seconds since the epoch; the email is there from this moment on
    sent_at REAL NOT NULL,
    subject TEXT NOT NULL,
    -- plain text
    body TEXT NOT NULL,
    workspace_id TEXT NOT NULL,
    -- ids in the CRM; null where the email is with people who belong to no account
    account_id TEXT,
    opportunity_id TEXT,
    PRIMARY KEY (company_id, id)
) WITHOUT ROWID;
CREATE INDEX emails_by_account ON emails (company_id, account_id, sent_at);
CREATE INDEX emails_by_mailbox ON emails (company_id, mailbox_user_id, sent_at);
CREATE TABLE email_addresses (
    company_id TEXT NOT NULL,
    email_id TEXT NOT NULL,
    -- plain (see contact_details.py)
    address TEXT NOT NULL,
    -- from, to or cc
    role TEXT NOT NULL,
    PRIMARY KEY (company_id, email_id, address, role),
    FOREIGN KEY (company_id, email_id) REFERENCES emails (company_id, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX email_addresses_by_address ON email_addresses (company_id, address);
