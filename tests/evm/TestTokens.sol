// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// A token of 6 decimals whose supply belongs to who made it.
contract TestToken is ERC20 {
    constructor(uint256 supply) ERC20("Test", "TST") {
        _mint(msg.sender, supply);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }
}


/// A token that, while it transfers, tries to collect the same claim again.
contract ReenteringToken is ERC20 {
    bytes private _again;

    constructor(uint256 supply) ERC20("Again", "AGN") {
        _mint(msg.sender, supply);
    }

    function arm(bytes calldata again) external {
        _again = again;
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (_again.length == 0) return;
        (bool done, bytes memory why) = msg.sender.call(_again);
        if (!done) {
            assembly {
                revert(add(why, 32), mload(why))
            }
        }
    }
}

/// A token whose transfers fail by returning false, as some old ones do.
contract RefusingToken is ERC20 {
    constructor(uint256 supply) ERC20("No", "NO") {
        _mint(msg.sender, supply);
    }

    function transfer(address, uint256) public pure override returns (bool) {
        return false;
    }
}
