"""Makes the program's resources in an emulated AWS, through boto3, one adapter per type.

It only ever creates. Whatever it does not know, a type or a single input, it refuses by name: an input that
is silently dropped would make the emulator lie about the cloud.
"""
