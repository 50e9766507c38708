// Words without the endings that say number and case.
#pragma once

#include <string>
#include <string_view>

namespace footfall::model {

/// Cuts the word to its stem as its language does: English (Harman, How Effective Is Suffixing?, 1991),
/// German and French (Savoy, Light Stemming Approaches for the French, Portuguese, German and Hungarian
/// Languages, 2006). Words of others stay as they are. `word` is in small letters without marks; `language`
/// as catalogues name it, `de` or `de-AT`. Thread-safe.
void stem_word(std::string_view language, std::string& word);

}  // namespace footfall::model
