"""Contacts of an LDAP directory: OpenLDAP, Active Directory and their kin."""
