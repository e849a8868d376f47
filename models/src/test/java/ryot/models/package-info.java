/** Tests of names, stores and sources; a scripted server and a scripted pip stand for the world. */
@NullMarked
package ryot.models;

import org.jspecify.annotations.NullMarked;
