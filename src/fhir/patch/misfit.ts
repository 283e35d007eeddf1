// What is wrong with one operation of a patch where it was to be done.
export class Misfit extends Error {}
