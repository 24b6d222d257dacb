"""The runtime's ports on AWS: Kinesis, DynamoDB, S3, and the entry points that Lambda calls.

Importing a module of this package must not import boto3: a cold start pays for it when the first client is
needed, and never before.
"""
