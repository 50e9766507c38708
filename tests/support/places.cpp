#include "support/places.hpp"

namespace footfall::test {

constinit const char* const footfall_binary = FOOTFALL_BINARY;
constinit const char* const source_directory = FOOTFALL_SOURCE_DIR;

}  // namespace footfall::test
