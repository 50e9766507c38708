// Where the build put the program, and where the sources lie. In a source of its own, so that no other object
// depends on the folder that the tree lies in.
#pragma once

namespace footfall::test {

extern const char* const footfall_binary;
extern const char* const source_directory;

}  // namespace footfall::test
